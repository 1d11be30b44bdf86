/// A configuration that cannot be used, said so that an operator can mend it: which key, and what it should be.
package struct ConfigurationError: Error, Equatable, Sendable, CustomStringConvertible {
    package let key: String
    package let problem: String

    package init(_ key: String, _ problem: String) {
        self.key = key
        self.problem = problem
    }

    package var description: String { key.isEmpty ? problem : "\(key): \(problem)" }
}
