/// The keys that a reader of settings asks for: `try section.integer("port", …)`.
func settingKeys(in file: TextFile) -> [String] {
    file.lines.compactMap { line in
        guard line.contains("try "), let call = line.firstRange(of: "(\"") else { return nil }
        let key = line[call.upperBound...].prefix { $0 != "\"" }
        return key.isEmpty || !key.allSatisfy(\.isLetter) ? nil : String(key)
    }
}

/// Keys that stand in no row of the page's tables, whole or at the end of a path: `port`, `database.port`.
func undocumentedSettings(_ keys: [String], in page: TextFile) -> [String] {
    let paths = page.lines.filter { $0.hasPrefix("| `") }.compactMap { $0.split(separator: "`").dropFirst().first }
    let documented = Set(paths.flatMap { $0.split(separator: ".") })
    return keys.filter { !documented.contains($0[...]) }
}
