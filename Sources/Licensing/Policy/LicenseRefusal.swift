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
    /// The policy keeps this type of track back.
    case trackNotAllowed
    case notYetValid
    case noLongerValid

    package static func < (left: LicenseRefusal, right: LicenseRefusal) -> Bool { left.rawValue < right.rawValue }
}
