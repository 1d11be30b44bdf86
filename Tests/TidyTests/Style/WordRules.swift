/// Words that our code does without, each with what to write instead.
enum BannedWords {
    static let inSwift: KeyValuePairs<String, String> = [
        "try!": "handle the error, or make it impossible by type",
        "as!": "use as? and say what happens otherwise",
        "fatalError(": "no input may end the process; use precondition for a caller's mistake",
    ]
    static let inSources: KeyValuePairs<String, String> = [
        "print(": "log, or return the text to the command"
    ]
    /// Whose duty is to print.
    static let commands: Set<String> = ["evergrant", "evergrant-local"]

    /// British stems, assembled so that this file does not break its own rule, and how we spell them.
    static let british: KeyValuePairs<String, String> = [
        "lice" + "nce": "license", "behavi" + "our": "behavior", "col" + "our": "color", "hon" + "our": "honor",
        "fav" + "our": "favor", "neighb" + "our": "neighbor", "authori" + "s": "authoriz", "cent" + "re": "center",
        "initiali" + "s": "initializ", "seriali" + "s": "serializ", "recogni" + "s": "recogniz",
        "normali" + "s": "normaliz", "synchroni" + "s": "synchroniz", "organi" + "s": "organiz",
    ]

    /// Where the owners of this code work: it means nothing to whoever clones it.
    static let workplaces = ["/wo" + "rk/", "/opt" + "/swift", "/far" + "m/", "far" + "m-"]
}

func bannedWords(in file: TextFile, _ banned: KeyValuePairs<String, String>) -> [Finding] {
    file.findings { line in
        banned.first { contains($0.key, in: line) }.map { "'\($0.key)': \($0.value)" }
    }
}

/// The word `unsafe`, which marks a place that a person has to prove.
func unsafeWords(in file: TextFile, allowedTargets: Set<String>) -> [Finding] {
    guard let target = file.target, !allowedTargets.contains(target) else { return [] }
    return file.findings { contains("unsafe", in: $0) ? "\(target) may not be unsafe" : nil }
}

/// British spelling in code, comments and documentation; a name quoted in backticks keeps its owner's.
func britishWords(in file: TextFile) -> [Finding] {
    file.findings(in: file.lines) { line in
        let ours = withoutQuotedNames(line).lowercased()
        return BannedWords.british.first { contains($0.key, in: ours, isWhole: false) }.map { "write '\($0.value)'" }
    }
}

private func withoutQuotedNames(_ line: Substring) -> String {
    line.split(separator: "`", omittingEmptySubsequences: false).enumerated()
        .map { $0.offset % 2 == 0 ? String($0.element) : " " }.joined()
}

/// A promise to come back that nobody is reminded of: `TODO(#12)` names its issue.
func unnumberedTodos(in file: TextFile) -> [Finding] {
    file.findings(in: file.lines) { line in
        ["TO" + "DO", "FIX" + "ME"].contains { word in
            contains(word, in: line) && !line.contains("\(word)(#")
        } ? "a reminder without its issue: write \("TO" + "DO")(#12)" : nil
    }
}

func workplacePaths(in file: TextFile) -> [Finding] {
    file.findings(in: file.lines) { line in
        BannedWords.workplaces.first { line.contains($0) }.map { "'\($0)' names somebody's workplace" }
    }
}

/// A test that waits by the clock is slow when it passes and wrong when the machine is slow.
func sleeps(in file: TextFile, allowedFiles: Set<String>) -> [Finding] {
    guard !allowedFiles.contains(file.path) else { return [] }
    let calls = ["Task.sleep", "Thread.sleep", "ContinuousClock().sleep", "usleep(", "nanosleep(", "sleep("]
    return file.findings { line in
        calls.first { contains($0, in: line) && !line.contains("func sleep(") }.map { "'\($0)': wait for the fact" }
    }
}

/// A test without a sentence cannot be read as a fact.
func namelessTests(in file: TextFile) -> [Finding] {
    let code = file.codeLines.joined(separator: "\n")
    return code.ranges(of: "@Test").compactMap { range in
        let rest = code[range.upperBound...].prefix(80).filter { !$0.isWhitespace }
        guard !rest.hasPrefix("(\"") && !rest.hasPrefix("(#\"") else { return nil }
        return file.finding("a test without a display name", atLine: code[..<range.lowerBound].count { $0 == "\n" } + 1)
    }
}

/// Whether `word` stands in `line` with no letter, digit or dot of a longer name before it (nor, when whole, after it).
func contains(_ word: String, in line: some StringProtocol, isWhole: Bool = true) -> Bool {
    let line = Substring(line)
    let endsInWord = word.utf8.last.map(isWordByte) == true
    return line.ranges(of: word).contains { range in
        let before = line[..<range.lowerBound].utf8.last
        let after = line[range.upperBound...].utf8.first
        let startsFree = before.map { !isWordByte($0) && $0 != UInt8(ascii: ".") } != false
        return startsFree && (!isWhole || !endsInWord || after.map(isWordByte) != true)
    }
}
