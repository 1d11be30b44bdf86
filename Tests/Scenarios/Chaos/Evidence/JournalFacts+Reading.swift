import LocalRegions

extension Region {
    /// What `evergrant journal verify` prints, beside the running server.
    func verifiedJournals() async throws -> String {
        do {
            return try await server.operatorTool.run("journal", "verify")
        } catch LocalRegionsFailure.commandFailed(command: _, status: 1, let output) {
            return output  // Not intact: the lines say which one.
        }
    }
}

extension JournalFacts {
    /// Reads what is printed of each journal: a line that begins with its folder, and indented ones below.
    static func read(_ text: String, region: String) -> [JournalFacts] {
        var journals: [JournalFacts] = []
        for line in text.split(separator: "\n") {
            if !line.hasPrefix(" ") {
                journals.append(
                    JournalFacts(
                        region: region, instance: "", isIntact: line.contains(": intact"), durable: -1, shipped: -1,
                        lastHash: ""))
            } else if !journals.isEmpty {
                journals[journals.count - 1].learn(from: line)
            }
        }
        return journals
    }

    private mutating func learn(from line: Substring) {
        if let match = line.firstMatch(of: /^  journal (\S+), durable (\d+), shipped (\d+)/) {
            instance = String(match.1)
            durable = Int(match.2) ?? -1
            shipped = Int(match.3) ?? -1
        } else if let match = line.firstMatch(of: /^  chain hash (\S+)/) {
            lastHash = String(match.1)
        }
    }
}
