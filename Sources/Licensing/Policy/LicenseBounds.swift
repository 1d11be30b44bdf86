internal import Bytes

/// What holds for a license as a whole under the site's policy, and under each policy its keys are granted by.
struct LicenseBounds {
    /// Nil while nobody says.
    private(set) var lifetime: Duration?
    private(set) var end: Timestamp
    private(set) var terms: LicenseTerms
    private(set) var devicesMax: Int?
    /// What the site and the token say of keeping, before any policy of a key.
    private let mayPersist: Bool?
    /// Whether each of the keys may be kept: one that may not takes the others with it, as a license is kept whole.
    private var isKeepable = true

    /// A function and no initializer, which would take copies of both, and every license comes by here.
    static func under(_ policy: LicensePolicy, _ claims: TokenClaims) -> LicenseBounds {
        // Most tokens say nothing of it.
        let asked = claims.entitlement.terms
        return LicenseBounds(
            lifetime: stricter(policy.licenseDuration, claims.entitlement.licenseDuration, min),
            end: policy.notAfter ?? .distantFuture,
            terms: asked.map { policy.terms.narrowed(by: $0) } ?? policy.terms,
            devicesMax: policy.devicesPerSubjectMax)
    }

    private init(lifetime: Duration?, end: Timestamp, terms: LicenseTerms, devicesMax: Int?) {
        (self.lifetime, self.end, self.terms, self.devicesMax) = (lifetime, end, terms, devicesMax)
        mayPersist = terms.mayPersist
    }

    /// Counts in a key that is granted under `policy` besides, or under none: the stricter wins, in each respect.
    mutating func narrow(by policy: LicensePolicy?) {
        guard let policy else {
            isKeepable = isKeepable && mayPersist == true
            return
        }
        isKeepable = isKeepable && stricter(mayPersist, policy.terms.mayPersist) { $0 && $1 } == true
        terms = terms.narrowed(by: policy.terms)
        lifetime = stricter(lifetime, policy.licenseDuration, min)
        end = min(end, policy.notAfter ?? .distantFuture)
        devicesMax = stricter(devicesMax, policy.devicesPerSubjectMax, min)
    }

    /// Whether the device keeps the license: it asked for that, and every key may be kept.
    func isKept(by request: LicenseRequest) -> Bool { request.isPersistent && isKeepable }

    /// When the license ends.
    ///
    /// A PlayReady license has no place for "begin within the rental", a FairPlay key that is not kept none for a time
    /// that begins with the first play, and neither for a renewal: there the license itself ends with it, which is
    /// never later. One that is kept does too: its device could never be told of a right that was withdrawn.
    func expiry(of request: LicenseRequest, issuedAt now: Timestamp) -> Timestamp {
        var lifetime = lifetime ?? terms.lifetimeUnsaid
        switch request.system {
        case .playReady: lifetime = min(lifetime, terms.rentalDuration ?? lifetime)
        case .fairPlay where !isKept(by: request): lifetime = min(lifetime, terms.playbackDuration ?? lifetime)
        case .clearKey, .widevine, .fairPlay: break
        }
        if let renewal = terms.renewal, request.system == .playReady || request.system == .fairPlay {
            lifetime = min(lifetime, renewal.span)
        }
        return min(now + min(lifetime, LicensingLimits.licenseDurationMax), end)
    }
}

extension LicenseTerms {
    /// How long a license lives when nobody says: a day, or as long as a rental needs that is begun at its last moment.
    var lifetimeUnsaid: Duration {
        max(LicensingLimits.licenseDurationDefault, (rentalDuration ?? .zero) + (playbackDuration ?? .zero))
    }
}

extension Entitlement {
    /// Whether `system` would drop a limit that the token sets.
    ///
    /// Whoever makes a token need not know the system, so this is found out here and not where it is written. Its
    /// `duration` is older than this rule, and stays without effect on ClearKey.
    func isExpressible(in system: DRMSystem) -> Bool {
        guard let terms else { return true }
        let limits = [
            terms.rentalDuration.map { _ in PolicyField.rentalDuration },
            terms.playbackDuration.map { _ in .playbackDuration }, terms.renewal.map { _ in .renewal },
        ]
        return limits.allSatisfy { $0?.expressibility(in: system) != .inexpressible }
    }
}

extension KeyTerms {
    /// Why a key with these terms is kept back from the device that asks, as far as its certificate tells.
    ///
    /// A renewal has no certificate: its license was granted to one.
    func objection(to request: LicenseRequest) -> LicenseRefusal? {
        guard request.system == .playReady, request.kind == .new, let floor = security.playReady else { return nil }
        return request.device?.securityLevel ?? 0 < floor.rawValue ? .securityLevelTooLow : nil
    }
}
