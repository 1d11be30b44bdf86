package import Bytes

/// Under which conditions a site lets its keys go; what is nil is not limited.
package struct LicensePolicy: Equatable, Sendable {
    /// Licenses everything the token allows.
    package static let unlimited = LicensePolicy()

    /// The first moment at which licenses are issued.
    package var notBefore: Timestamp?
    /// The moment from which no license is issued any more, and at which the issued ones end.
    package var notAfter: Timestamp?
    /// How long a license lives, from its issue.
    ///
    /// ClearKey cannot express it, so it bounds nothing there; the approval carries it for the systems that can.
    package var licenseDuration: Duration?
    package var allowedTracks: Set<TrackType>?
    /// For which systems licenses are issued.
    package var systems: Set<DRMSystem>?
    /// How many devices of one subject get licenses, ever.
    package var devicesPerSubjectMax: Int?
    /// What its licenses say of themselves.
    package var terms: LicenseTerms
    /// What they say of their keys.
    package var keyTerms: KeyTermsTable

    package init(
        notBefore: Timestamp? = nil, notAfter: Timestamp? = nil, licenseDuration: Duration? = nil,
        allowedTracks: Set<TrackType>? = nil, systems: Set<DRMSystem>? = nil, devicesPerSubjectMax: Int? = nil,
        terms: LicenseTerms = .unlimited, keyTerms: KeyTermsTable = .unlimited
    ) {
        self.notBefore = notBefore
        self.notAfter = notAfter
        self.licenseDuration = licenseDuration
        self.allowedTracks = allowedTracks
        self.systems = systems
        self.devicesPerSubjectMax = devicesPerSubjectMax
        self.terms = terms
        self.keyTerms = keyTerms
    }
}

/// A site's policy with the digest that each of its issuance records holds, computed once and not with each license.
///
/// A class, because every license passes it on, and a policy has many parts.
package final class BoundingPolicy: Equatable, Sendable {
    package static let unlimited = BoundingPolicy(.unlimited)

    package let policy: LicensePolicy
    package let digest: [UInt8]

    package init(_ policy: LicensePolicy) {
        self.policy = policy
        digest = policy.digest
    }

    package static func == (one: BoundingPolicy, other: BoundingPolicy) -> Bool { one.policy == other.policy }
}

extension LicensePolicy {
    /// Why this policy keeps a key of `track` back from `system` at `now`, or nil when it lets it go.
    func objection(to track: TrackType, for system: DRMSystem, at now: Timestamp) -> LicenseRefusal? {
        if let systems, !systems.contains(system) { return .systemNotAllowed }
        if let allowedTracks, !allowedTracks.contains(track) { return .trackNotAllowed }
        if let notBefore, now < notBefore { return .notYetValid }
        if let notAfter, now >= notAfter { return .noLongerValid }
        return nil
    }
}
