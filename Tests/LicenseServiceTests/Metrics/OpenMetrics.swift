/// A page of the OpenMetrics text format 1.0, read as strictly as this service writes it.
struct OpenMetrics {
    /// By name with labels, as written.
    private(set) var samples: [String: Double] = [:]
    /// What is wrong with the page, a sentence each.
    private(set) var complaints: [String] = []
    private var types: [String: String] = [:]
    private var family = ""

    init(_ text: String) {
        if !text.hasSuffix("\n# EOF\n") { complaints.append("the page does not end with # EOF") }
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() where line != "# EOF" {
            read(line)
        }
    }

    private mutating func read(_ line: Substring) {
        if let type = line.wholeMatch(of: /# TYPE ([a-z_]+) (counter|gauge)/) {
            family = String(type.1)
            if types.updateValue(String(type.2), forKey: family) != nil { complain(line) }
        } else if let help = line.wholeMatch(of: /# HELP ([a-z_]+) .+/) {
            if help.1 != family { complain(line) }
        } else {
            readSample(line)
        }
    }

    private mutating func readSample(_ line: Substring) {
        let label = /[a-z_]+="[^"\\\n]*"/
        guard let sample = line.wholeMatch(of: /(([a-z_]+)(?:\{([^}]*)\})?) ([^ ]+)/), let value = Double(sample.4),
            (sample.3 ?? "").split(separator: ",").allSatisfy({ $0.wholeMatch(of: label) != nil })
        else { return complain(line) }
        let suffix = types[family] == "counter" ? "_total" : ""
        let isNew = samples.updateValue(value, forKey: String(sample.1)) == nil
        if family.isEmpty || sample.2 != family + suffix || !isNew { complain(line) }
    }

    private mutating func complain(_ line: Substring) { complaints.append("unexpected: \(line)") }
}
