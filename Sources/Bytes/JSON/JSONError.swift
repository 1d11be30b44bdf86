/// Why a JSON document is not the one that was wanted; fit for the peer who sent it.
package enum JSONError: Error, Equatable, Sendable {
    /// No JSON at all.
    case malformed(Malformed)
    /// A member is missing, or is of another kind, or out of its range.
    case unexpected(member: String, expected: String)
    /// A member the document's version does not have.
    case unknown(member: String)
    /// A member that is understood and cannot be granted.
    case refused(member: String, because: String)

    /// How many characters of a peer's member name an error repeats.
    package static let nameLengthMax = 64
}

extension JSONError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .malformed(let malformed): malformed.description
        case .unexpected(let member, let expected): "expected \(expected) in member \"\(member)\""
        case .unknown(let member): "unknown member \"\(member)\""
        case .refused(let member, let reason): "member \"\(member)\" is refused: \(reason)"
        }
    }
}
