/// Why a key could not be used.
package enum KeyFailure: Error, Equatable, Sendable {
    /// Not the PEM or DER it should be, encrypted, or followed by something else.
    case unreadable(reason: String)
    /// A key, but of another type or curve than the algorithm takes.
    case wrongKind(expected: String, found: String)
    /// The right kind, but its numbers make no sound key: a point off its curve, for example.
    case unsound(reason: String)
}

extension KeyFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreadable(let reason): "the key cannot be read: \(reason)"
        case .wrongKind(let expected, let found): "the key is \(found) where \(expected) is needed"
        case .unsound(let reason): "the key is not sound: \(reason)"
        }
    }
}
