/// Code that a document names and that is not there: a path between backticks, or a function behind its file's path.
///
/// `Sources/Bytes/Hex.swift`, `decode(_:)` is looked up as a file, then as `func decode(` in it.
func missingCode(in document: TextFile, _ files: [TextFile]) -> [Finding] {
    var place: TextFile?
    return document.lines.enumerated().flatMap { index, line in
        quotedNames(in: line).compactMap { name in
            guard isPath(name) else {
                guard let place, let function = functionName(name) else { return nil }
                let isThere = place.text.contains("\(function == "init" ? "" : "func ")\(function)(")
                return isThere ? nil : document.finding("\(place.path) has no \(name)", atLine: index + 1)
            }
            place = files.first { $0.path == name }
            let isFolder = files.contains { $0.isBelow(String(name.hasSuffix("/") ? name.dropLast() : name)) }
            return place != nil || isFolder ? nil : document.finding("names \(name), which is not there", atLine: index + 1)
        }
    }
}

/// What stands between backticks on a line.
private func quotedNames(in line: Substring) -> [Substring] {
    line.split(separator: "`", omittingEmptySubsequences: false).enumerated()
        .filter { !$0.offset.isMultiple(of: 2) }.map(\.element)
}

private func isPath(_ name: Substring) -> Bool {
    ["Sources/", "Tests/", "Migrations/", "deploy/"].contains { name.hasPrefix($0) } && !name.contains("NNNN")
}

/// The base name of `decode(_:)`, and nil for anything that is no function.
private func functionName(_ name: Substring) -> Substring? {
    guard let open = name.firstIndex(of: "("), name.last == ")", name.first?.isLowercase == true else { return nil }
    let labels = name[name.index(after: open)...].dropLast()
    return labels.allSatisfy { $0.isLetter || $0 == "_" || $0 == ":" } ? name[..<open] : nil
}
