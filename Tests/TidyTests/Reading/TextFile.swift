/// A file of the tree, as a rule sees it: a rule is a pure function of these.
struct TextFile {
    /// From the root of the package: `Sources/Bytes/Hex.swift`.
    let path: String
    let text: String
    let lines: [Substring]
    /// Swift only: `lines` with comments and the insides of literals blanked out.
    let codeLines: [Substring]

    init(path: String, text: String) {
        self.path = path
        self.text = text
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let code = path.hasSuffix(".swift") ? SwiftCode(text).withoutProse : text
        codeLines = code.split(separator: "\n", omittingEmptySubsequences: false)
    }

    var name: String { path.split(separator: "/").last.map(String.init) ?? path }
    var stem: String { name.split(separator: ".").first.map(String.init) ?? name }
    var lineCount: Int { text.hasSuffix("\n") ? lines.count - 1 : lines.count }

    /// The target a file belongs to: the folder below `Sources` or `Tests`.
    var target: String? {
        let parts = path.split(separator: "/")
        guard parts.count > 2, parts[0] == "Sources" || parts[0] == "Tests" else { return nil }
        return String(parts[1])
    }

    func isBelow(_ folder: String) -> Bool { path.hasPrefix(folder + "/") }

    func finding(_ says: String, atLine line: Int = 1) -> Finding { Finding(path: path, line: line, says: says) }

    /// One finding for each line of code on which `says` has something to say.
    func findings(_ says: (Substring) -> String?) -> [Finding] { findings(in: codeLines, says) }

    func findings(in lines: [Substring], _ says: (Substring) -> String?) -> [Finding] {
        lines.enumerated().compactMap { index, line in says(line).map { finding($0, atLine: index + 1) } }
    }
}
