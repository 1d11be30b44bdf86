internal import Bytes
internal import Cryptography
internal import XML

extension PlayReadyProvider {
    /// The certificates that a client sends encrypted, so that nobody on the way can follow a device.
    ///
    /// One refusal for whatever is wrong: which of the steps failed would tell about plaintexts.
    func chain(in message: XMLElement) throws(PlayReadyRefusal) -> BCertChain {
        guard let encrypted = message.child("EncryptedData"),
            let sealed = encrypted.bytes("KeyInfo", "EncryptedKey", "CipherData", "CipherValue"),
            let ciphertext = encrypted.bytes("CipherData", "CipherValue"), ciphertext.count > 16,
            let plaintext = open(ciphertext, sealed), let chain = Self.chain(inData: plaintext)
        else { throw .untrusted }
        return chain
    }

    /// The key is the lower half of what was sealed; the vector stands before the ciphertext.
    private func open(_ ciphertext: [UInt8], _ sealed: [UInt8]) -> [UInt8]? {
        guard let x = try? serverKey.open(sealed.span) else { return nil }
        let key = x.withBytes { Secret(copying: [UInt8](copying: $0.extracting(last: 16))) }
        let plaintext = try? AES128CBC(key: key).decrypt(
            Array(ciphertext.dropFirst(16)), vector: Array(ciphertext.prefix(16)), padding: .pkcs7)
        return plaintext?.withBytes { [UInt8](copying: $0) }
    }

    private static func chain(inData bytes: [UInt8]) -> BCertChain? {
        let limits = XMLLimits(lengthMax: DRMSystemsLimits.playReadyChallengeLengthMax, tagsMax: 256)
        guard let data = try? XMLElement(parsing: bytes, limits: limits),
            let text = data.child("CertificateChains")?.children("CertificateChain").first?.text,
            let chain = try? PlayReadyBase64.decode(text)
        else { return nil }
        return try? BCertChain(parsing: chain)
    }

    /// The device's certificate, if the chain is good and the device itself has signed.
    func trustedLeaf(
        of chain: BCertChain, signingWith key: P256Point, at now: Timestamp
    ) throws(PlayReadyRefusal) -> BCert {
        do throws(BCertFailure) { try chain.check(trust, at: now) } catch {
            switch error {
            case .untrusted: throw .untrusted
            case .revoked: throw .revokedDevice
            }
        }
        guard chain.leaf.key(for: .sign)?.point == key.bytes else { throw .untrusted }
        return chain.leaf
    }
}

extension XMLElement {
    fileprivate func bytes(_ path: String...) -> [UInt8]? {
        var element = self
        for name in path {
            guard let child = element.child(name) else { return nil }
            element = child
        }
        return try? PlayReadyBase64.decode(element.text)
    }
}
