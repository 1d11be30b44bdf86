package struct Notice: Equatable, Sendable {
    package enum Severity: String, Sendable { case info, warning, critical }
    package let id: String
    package let kind: String
    package let title: String
    package let lines: [String]
    package let at: Duration
    package let severity: Severity
}
