/// Why a text is not YAML as we read it, and where.
package struct YAMLFailure: Error, Equatable, Sendable, CustomStringConvertible {
    /// Counted from 1, as editors do.
    package let line: Int
    package let problem: String

    package var description: String { "line \(line): \(problem)" }
}
