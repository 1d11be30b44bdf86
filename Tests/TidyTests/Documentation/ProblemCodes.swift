/// The codes that an enum of problems declares: `case notEntitled = "not-entitled"`.
func problemCodes(in file: TextFile) -> [String] {
    file.lines.compactMap { line in
        let words = line.split(separator: " ")
        guard words.first == "case", words.count == 4, words[2] == "=" else { return nil }
        guard words[3].first == "\"", words[3].last == "\"" else { return nil }
        return String(words[3].dropFirst().dropLast())
    }
}

/// Codes without a section of their own in the document: `## not-entitled`.
func undocumentedCodes(_ codes: [String], in document: TextFile) -> [String] {
    let sections = Set(document.lines.filter { $0.hasPrefix("## ") }.map { $0.dropFirst(3).filter { $0 != "`" } })
    return codes.filter { !sections.contains($0) }
}
