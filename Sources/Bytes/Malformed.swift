/// Bytes that are not what their format says they should be.
///
/// Fit for strangers: it names a place and a rule, never the bytes themselves.
package struct Malformed: Error, Equatable, Sendable {
    /// Where the reader stood, in bytes from the start of what it was given.
    package let offset: Int
    /// What the format wanted there.
    package let expected: String

    package init(offset: Int, expected: String) {
        self.offset = offset
        self.expected = expected
    }
}

extension Malformed: CustomStringConvertible {
    package var description: String { "expected \(expected) at byte \(offset)" }
}
