/// Code that a document names and that is not there: a path between backticks, or a function behind its file's path.
///
/// `Sources/Bytes/Hex.swift`, `decode(_:)` is looked up as a file, then as `func decode(` in it.
func missingCode(in document: TextFile, _ files: [TextFile]) -> [Finding] {
    var place: TextFile?
    return document.lines.enumerated().flatMap { index, line in
        quotedNames(in: line).compactMap { name in
            if isPath(name) {
                place = files.first { $0.path == name }
                guard place == nil, !isFolder(name, of: files) else { return nil }
                return document.finding("names \(name), which is not there", atLine: index + 1)
            }
            guard let place, let function = functionName(name), !declares(function, in: place) else { return nil }
            return document.finding("\(place.path) has no \(name)", atLine: index + 1)
        }
    }
}

private func isFolder(_ name: Substring, of files: [TextFile]) -> Bool {
    let path = name.hasSuffix("/") ? name.dropLast() : name
    return files.contains { $0.isBelow(String(path)) }
}

private func declares(_ function: Substring, in file: TextFile) -> Bool {
    let words = function == "init" ? ["init("] : ["func \(function)(", "func \(function)<"]
    return words.contains { file.text.contains($0) }
}

/// What stands between backticks on a line.
private func quotedNames(in line: Substring) -> [Substring] {
    line.split(separator: "`", omittingEmptySubsequences: false).enumerated()
        .filter { !$0.offset.isMultiple(of: 2) }.map(\.element)
}

private func isPath(_ name: Substring) -> Bool {
    ["Sources/", "Tests/", "Migrations/", "deploy/"].contains { name.hasPrefix($0) }
        && !name.contains("NNNN") && !name.contains(" ")
}

/// The base name of `decode(_:)`, and nil for anything that is no function.
private func functionName(_ name: Substring) -> Substring? {
    guard let open = name.firstIndex(of: "("), name.last == ")", name.first?.isLowercase == true else { return nil }
    let labels = name[name.index(after: open)...].dropLast()
    return labels.allSatisfy { $0.isLetter || $0 == "_" || $0 == ":" } ? name[..<open] : nil
}
