import Testing

/// One place that breaks a rule.
struct Finding: Equatable, CustomStringConvertible {
    let path: String
    let line: Int
    let says: String

    var description: String { "\(path):\(line): \(says)" }
}

/// Fails when there are findings, each on a line of its own, as compilers write them.
func expectNone(_ findings: [Finding], sourceLocation: SourceLocation = #_sourceLocation) {
    guard !findings.isEmpty else { return }
    Issue.record("\(findings.map(\.description).joined(separator: "\n"))", sourceLocation: sourceLocation)
}
