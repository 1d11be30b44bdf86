internal import Bytes
package import Cryptography
package import Licensing

/// A CKC, FairPlay's license: one content key that only the asking device can read.
package struct FairPlayLicense: Sendable {
    /// The whole CKC; empty when a device has only told what it deleted, for there is nothing to say to that.
    package let bytes: [UInt8]

    /// Uses the approval up: nothing is left to answer with a second time.
    package init(
        _ approval: consuming ApprovedLicense, answering challenge: FairPlayChallenge
    ) throws(FairPlayLicenseFailure) {
        guard approval.kind != .release else {
            bytes = []
            return
        }
        guard approval.keys.count == 1, let granted = approval.keys.first else { throw .refused(.severalKeys) }
        let (rules, validity) = try Self.conditions(of: approval, granted, for: challenge.payload)
        do throws(CryptographyFailure) {
            var payload = CKCPayload()
            try payload.append(.contentKey, Self.seal(granted.key, under: challenge.session.key))
            try payload.append(.r1, challenge.session.r1.withBytes { [UInt8](copying: $0) })
            for block in challenge.payload.returned { try payload.append(block) }
            try payload.append(validity, of: granted.key.keyID)
            try payload.append(rules)
            bytes = try Self.container(of: payload.bytes, for: challenge)
        } catch { throw .impossible(error) }
    }

    private static func conditions(
        of approval: borrowing ApprovedLicense, _ granted: GrantedKey, for payload: SPCPayload
    ) throws(FairPlayLicenseFailure) -> (FairPlayRules, FairPlayValidity) {
        do throws(FairPlayRefusal) {
            let rules = try FairPlayRules(
                granted.terms, capabilities: payload.capabilities, remoteOutput: payload.remoteOutput)
            return (rules, try validity(of: approval, for: payload))
        } catch { throw .refused(error) }
    }

    /// A device that says nothing of its playback is told nothing of durations: the guide forbids it.
    private static func validity(
        of approval: borrowing ApprovedLicense, for payload: SPCPayload
    ) throws(FairPlayRefusal) -> FairPlayValidity {
        let (seconds, overflow) = approval.expiresAt.seconds.subtractingReportingOverflow(approval.issuedAt.seconds)
        // The longest life there is means for ever.
        let isEndless = overflow || .seconds(seconds) >= LicensingLimits.licenseDurationMax
        let lifetime: Duration? = isEndless ? nil : .seconds(seconds)
        guard approval.isPersistent else {
            return payload.hasPlaybackState ? .streamed(approval.terms, lifetime: lifetime) : .unlimited
        }
        let countsTwice = payload.capabilities.contains(.offlineKey)
        let validity = FairPlayValidity.kept(approval.terms, lifetime: lifetime, countsTwice: countsTwice)
        if !payload.hasPlaybackState, validity.needsDuration { throw .notEnforceable }
        return validity
    }

    /// The vector and the key, encrypted as one block.
    ///
    /// The vector is the key ID. HLS lets the key server choose it; we keep none, and every server and packager can
    /// compute this one. What has its own vector in its samples ignores it.
    private static func seal(_ key: ContentKey, under sessionKey: Secret) throws(CryptographyFailure) -> [UInt8] {
        let cipher = try AES128ECB(key: sessionKey)
        return try key.keyID.bytes
            + key.key.withBytes { (bytes) throws(CryptographyFailure) in try cipher.encrypt(bytes) }
    }

    /// Under a key that only who knows R1 and asked with this seed can make.
    private static func container(
        of payload: [UInt8], for challenge: FairPlayChallenge
    ) throws(CryptographyFailure) -> [UInt8] {
        let digest = challenge.session.r1.withBytes { SHA1.digest($0) }
        let seedCipher = try AES128ECB(key: Secret(copying: digest.prefix(16)))
        let key = Secret(copying: try seedCipher.encrypt(challenge.payload.antiReplaySeed))
        let vector = try Random.bytes(SPCContainer.vectorByteCount)
        let sealed = try AES128CBC(key: key).encrypt(payload.span, vector: vector, padding: .none)
        var bytes: [UInt8] = []
        bytes.append(bigEndian: UInt32(1))  // of every CKC
        bytes.append(bigEndian: UInt32(0))
        bytes += vector
        bytes.append(bigEndian: UInt32(clamping: sealed.count))
        return bytes + sealed
    }
}

/// Why an approved license became no CKC.
package enum FairPlayLicenseFailure: Error, Equatable, Sendable {
    case refused(FairPlayRefusal)
    case impossible(CryptographyFailure)
}

extension FairPlayValidity {
    /// Whether it is said in the block that only a player with a playback state may be sent.
    fileprivate var needsDuration: Bool {
        switch self {
        case .unlimited, .keptBeforeAndAfter: false
        case .lease, .rental, .leaseAndRental, .kept, .keptFor: true
        }
    }
}
