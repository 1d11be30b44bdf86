/// Tests that a table names and that are not there: the last cell of a row, between quotation marks.
func missingTests(in document: TextFile, _ files: [TextFile]) -> [Finding] {
    document.lines.enumerated().flatMap { index, line in
        namedTest(in: line).filter { name in
            let declaration = "\"\(name)\""
            return !files.contains { $0.text.contains(declaration) }
        }.map { document.finding("names the test \"\($0)\", which is not there", atLine: index + 1) }
    }
}

private func namedTest(in line: Substring) -> [Substring] {
    guard line.hasPrefix("|"), let cell = line.split(separator: "|").last else { return [] }
    let name = cell.drop { $0 == " " }
    guard name.hasPrefix("\""), name.hasSuffix("\" ") else { return [] }
    return [name.dropFirst().dropLast(2)]
}
