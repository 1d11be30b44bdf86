/// Why a request gets no license at all; the later the case, the closer the request came.
///
/// Key IDs are public in every manifest, so the difference between unknown and not entitled is no secret within a site;
/// another site's keys count as unknown.
package enum LicenseRefusal: Int, Error, Comparable, CaseIterable, Sendable {
    /// None of the keys exists in the token's site.
    case unknownKeys
    /// The token is for another content, or for other keys.
    case notEntitled
    /// The token asks for a policy that nobody has defined.
    case unknownPolicy
    /// The policy is for other systems.
    case systemNotAllowed
    /// The policy keeps this type of track back.
    case trackNotAllowed
    case notYetValid
    case noLongerValid
    /// The device's certificate is of a lower level than the policy wants.
    case securityLevelTooLow
    /// The policy counts devices, and the token does not say whose.
    case subjectMissing
    /// The subject has as many devices as the policy allows, and this is another.
    case deviceLimitReached
    /// The token is for one use, and has been used.
    case tokenReplayed

    package static func < (left: LicenseRefusal, right: LicenseRefusal) -> Bool { left.rawValue < right.rawValue }
}
