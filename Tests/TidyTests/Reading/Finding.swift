/// One place that breaks a rule.
struct Finding: Equatable, CustomStringConvertible {
    let path: String
    let line: Int
    let says: String

    var description: String { "\(path):\(line): \(says)" }
}
