/// How long things may be; the medians say where pleasant code lives, the maxima where it ends.
enum LengthLimits {
    static let fileMax = 600
    static let fileMedian = 120
    static let testFileMax = 500
    static let functionMax = 70
    static let functionMedian = 8
    static let line = 120
    /// Tables and generated files, which are long for a reason that is not complexity: named here, one by one.
    static let longFiles: Set<String> = []
}

func tooLong(_ file: TextFile, limit: Int, exceptions: Set<String> = []) -> [Finding] {
    guard file.lineCount > limit, !exceptions.contains(file.path) else { return [] }
    return [file.finding("\(file.lineCount) lines; \(limit) is the most. Which second idea can move out?")]
}

/// Counts characters, as an editor does, not bytes.
func longLines(in file: TextFile, limit: Int) -> [Finding] {
    file.findings(in: file.lines) { $0.utf8.count > limit && $0.count > limit ? "line of \($0.count) characters" : nil }
}

func longFunctions(in file: TextFile, limit: Int) -> [Finding] {
    functions(in: file).filter { $0.length > limit }.map {
        file.finding("function of \($0.length) lines; \(limit) is the most", atLine: $0.line)
    }
}

func functions(in file: TextFile) -> [MeasuredFunction] {
    FunctionScanner(code: file.codeLines.joined(separator: "\n")).functions
}

/// The upper median, or nil of nothing.
func median(_ values: [Int]) -> Int? {
    values.isEmpty ? nil : values.sorted()[values.count / 2]
}
