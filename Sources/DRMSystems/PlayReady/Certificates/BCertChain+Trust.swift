package import Bytes
package import Cryptography

/// Whom a chain has to come from, and what it must not hold.
package struct BCertTrust: Equatable, Sendable {
    /// The key that signs the uppermost certificate.
    package let root: P256Point
    /// What the key of an upper certificate may be for: vendors differ.
    package let issuerUsages: Set<BCert.Usage>
    /// What the lowest certificate may be.
    package let leafKinds: Set<BCert.Kind>
    /// Digests of keys that are believed no more.
    package let revoked: Set<[UInt8]>
    /// Whether certificates of the test kit will do: never in production, where anybody could make devices.
    package let allowsTestKeys: Bool

    package init(
        root: P256Point, issuerUsages: Set<BCert.Usage> = [.issuerDevice],
        leafKinds: Set<BCert.Kind> = [.device], revoked: Set<[UInt8]> = [],
        allowsTestKeys: Bool = false
    ) {
        self.root = root
        self.issuerUsages = issuerUsages
        self.leafKinds = leafKinds
        self.revoked = revoked
        self.allowsTestKeys = allowsTestKeys
    }
}

package enum BCertFailure: Error, Equatable, Sendable {
    /// Whatever is wrong with it: who forges a chain learns nothing.
    case untrusted
    /// Genuine, and on the list.
    case revoked
}

extension BCertChain {
    /// Checks the chain from its leaf up to the root.
    ///
    /// Cheap rules come first, so that signatures are checked only of what would otherwise be believed.
    package func check(
        _ trust: BCertTrust, at now: Timestamp, remembering known: KnownSignatures? = nil
    ) throws(BCertFailure) {
        guard trust.allowsTestKeys || !isTest else { throw .untrusted }
        for index in certificates.indices {
            let certificate = certificates[index].certificate
            guard certificate.isOf(index == 0 ? trust.leafKinds : [.issuer], at: now),
                isIssued(index, trust)
            else { throw .untrusted }
        }
        for certificate in certificates {
            guard (try? certificate.isSigned(remembering: known)) == true else { throw .untrusted }
        }
        guard certificates.allSatisfy({ !trust.revoked.contains($0.certificate.keyDigest) }) else { throw .revoked }
    }

    /// Whether any of its certificates comes from the test kit.
    package var isTest: Bool { certificates.contains { $0.certificate.manufacturer.first == BCert.testManufacturer } }

    /// Whether the next certificate up, or the root, is the issuer of this one and may be.
    private func isIssued(_ index: Int, _ trust: BCertTrust) -> Bool {
        let issuer = certificates[index].issuer
        guard index + 1 < certificates.count else { return issuer == trust.root.bytes }
        let above = certificates[index + 1].certificate
        guard certificates[index].certificate.securityLevel <= above.securityLevel else { return false }
        return above.keys.contains { $0.point == issuer && trust.issuerUsages.contains(where: $0.may) }
    }
}

extension BCert {
    /// Whether it is of such a kind, not expired, and its digest that of the key it stands for: the one that signs.
    fileprivate func isOf(_ kinds: Set<BCert.Kind>, at now: Timestamp) -> Bool {
        guard let kind = Kind(rawValue: kind), kinds.contains(kind),
            expiration == .max || now.seconds < Int64(expiration),
            let main = key(for: .sign) ?? keys.first
        else { return false }
        return SHA256.digest(main.point) == keyDigest
    }
}

extension SignedBCert {
    fileprivate func isSigned(remembering known: KnownSignatures?) throws(CryptographyFailure) -> Bool {
        guard let known else { return try isSigned() }
        return try known.isGood([issuer, signature, signedBytes]) { () throws(CryptographyFailure) in try isSigned() }
    }

    private func isSigned() throws(CryptographyFailure) -> Bool {
        guard let issuer = P256Point(issuer) else { return false }
        return try VerificationKey(issuer).isValid(signature: signature, for: signedBytes)
    }
}
