/// Names that say nothing: whatever is put in such a drawer could be put in any other.
enum Drawers {
    static let words: Set<Substring> = [
        "Util", "Utils", "Utilities", "Helper", "Helpers", "Misc", "New", "Core", "Manager",
    ]
    /// A drawer when it stands last or alone; `CommonPSSH` is what the World Wide Web Consortium calls that box.
    static let lastWords: Set<Substring> = ["Common"]

    static func contain(_ name: some StringProtocol) -> Bool {
        let words = camelWords(name)
        return words.contains { self.words.contains($0) } || words.last.map { lastWords.contains($0) } == true
    }

    /// `HTTPRequestHead` is `HTTPRequest`, `Head`: a run of capitals sticks to the word after it, which is near enough.
    private static func camelWords(_ name: some StringProtocol) -> [Substring] {
        let text = Substring(name)
        let starts = text.indices.filter { index in
            guard index != text.startIndex else { return true }
            return text[index].isUppercase && !text[text.index(before: index)].isUppercase
        }
        return zip(starts, starts.dropFirst() + [text.endIndex]).map { start, end in
            let word = text[start..<end]
            return word.first.map { Substring($0.uppercased() + word.dropFirst()) } ?? word
        }
    }
}

func drawerPaths(in file: TextFile) -> [Finding] {
    let parts = file.path.split(separator: "/").flatMap {
        $0.split(whereSeparator: { $0 == "." || $0 == "+" || $0 == "-" })
    }
    return parts.filter { Drawers.contain($0) }.map { file.finding("'\($0)' is a drawer; what is its duty?") }
}

func drawerTypes(in file: TextFile) -> [Finding] {
    file.findings { line in
        declaredType(in: line).flatMap { Drawers.contain($0) ? "'\($0)' is a drawer; what is its duty?" : nil }
    }
}

/// A type named like a module makes every qualified name ambiguous.
func typesNamedLikeModules(in file: TextFile, modules: Set<String>) -> [Finding] {
    file.findings { line in
        declaredType(in: line).flatMap { modules.contains($0) ? "type \($0) is named like its module" : nil }
    }
}

/// The type a line declares, if it declares one.
func declaredType(in line: Substring) -> String? {
    let kinds: Set<Substring> = ["struct", "class", "enum", "actor", "protocol", "typealias"]
    let words = line.split(whereSeparator: { " :<{(".contains($0) })
    guard let kind = words.firstIndex(where: { kinds.contains($0) }), words[..<kind].allSatisfy({ !isStatement($0) })
    else { return nil }
    return words.dropFirst(kind + 1).first.flatMap { $0.first?.isUppercase == true ? String($0) : nil }
}

private func isStatement(_ word: Substring) -> Bool {
    ["let", "var", "func", "case", "return", "if", "import", "}"].contains(word)
}
