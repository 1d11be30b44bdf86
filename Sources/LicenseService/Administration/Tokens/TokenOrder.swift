internal import Bytes
internal import Cryptography
internal import Daemon
internal import Glibc
internal import Licensing

/// What a token should say, as the command line has it.
package struct TokenOrder: Sendable {
    package var signing: TokenSigning
    package var site: String
    package var content: String?
    /// As UUIDs.
    package var keyIDs: [String] = []
    package var subject: String?
    package var lifetime: Duration
    /// The site's policy that the keys are granted by.
    package var policyName: String?
    /// A document that the token carries, for the keys.
    package var policyFile: String?
    package var license = LicenseOrder()
    package var isForOneUse = false

    package init(signing: TokenSigning, site: String, lifetime: Duration) {
        self.signing = signing
        self.site = site
        self.lifetime = lifetime
    }
}

/// A key that signs tokens, as `token-key create` handed it out.
package struct TokenSigning: Sendable {
    package var keyFile: String
    package var algorithm: String
    package var keyName: String

    package init(keyFile: String, algorithm: String, keyName: String) {
        self.keyFile = keyFile
        self.algorithm = algorithm
        self.keyName = keyName
    }
}

/// What a token should say of the license, in seconds.
package struct LicenseOrder: Sendable {
    package var duration: Int?
    package var rental: Int?
    package var playback: Int?
    package var mayPersist: Bool?
    package var renewalDelay: Int?
    package var renewalRetry: Int?
    package var renewalRecovery: Int?

    package init() {}

    /// Nil when nothing is said besides the duration.
    func terms() throws -> LicenseTerms? {
        let terms = LicenseTerms(
            rentalDuration: rental.map { .seconds($0) }, playbackDuration: playback.map { .seconds($0) },
            mayPersist: mayPersist, renewal: try renewal())
        return terms == .unlimited ? nil : terms
    }

    private func renewal() throws -> RenewalTerms? {
        switch (renewalDelay, renewalRetry, renewalRecovery) {
        case (nil, nil, nil): nil
        case (let delay?, let retry?, let recovery?):
            RenewalTerms(delay: .seconds(delay), retryInterval: .seconds(retry), recoveryDuration: .seconds(recovery))
        default: throw CommandFailure.misconfigured("a renewal needs its delay, its retry and its recovery")
        }
    }
}

/// Signs a license token with a key that `token-key create` handed out.
package func mintToken(_ order: TokenOrder) throws -> String {
    let now = Timestamp(seconds: Int64(time(nil)))
    do {
        let claims = TokenClaims(
            audience: try SiteName(order.site), subject: order.subject,
            tokenID: Hex.encode(try Random.bytes(16)), issuedAt: now, expiresAt: now + order.lifetime,
            entitlement: try order.entitlement())
        let key = try TokenKeyPair(order.signing)
        let token = try key.mint(called: TokenKeyName(order.signing.keyName)).token(for: claims)
        // What a server would refuse is not handed out: a duration of no seconds, a policy that cannot be expressed.
        _ = try TokenReading(parsing: Array(token.utf8), site: nil)
        return token
    } catch let failure as CommandFailure {
        throw failure
    } catch {
        throw CommandFailure.misconfigured("the token cannot be made: \(error)")
    }
}

extension TokenOrder {
    /// How an inline policy is called in its token.
    private static let inlineName = "inline"

    fileprivate func entitlement() throws -> Entitlement {
        var policies: [PolicyName: LicensePolicy] = [:]
        var name = try policyName.map { try PolicyName($0) }
        if let policyFile {
            let inline = try name ?? PolicyName(Self.inlineName)
            policies[inline] = try PolicyDocument(file: policyFile).policy
            name = inline
        }
        if name != nil, keyIDs.isEmpty {
            throw CommandFailure.misconfigured("a policy belongs to keys: name them with --key")
        }
        let keys = try keyIDs.map { Entitlement.Key(keyID: try KeyID($0), policy: name) }
        return Entitlement(
            content: try content.map { try ContentName($0) }, keys: keys.isEmpty ? nil : keys,
            licenseDuration: license.duration.map { .seconds($0) }, terms: try license.terms(), policies: policies,
            isForOneUse: isForOneUse)
    }
}
