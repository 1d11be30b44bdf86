/// The targets of Package.swift and what each declares to depend on.
///
/// Read as text: asking SwiftPM from inside `swift test` would wait for the build lock that `swift test` holds.
struct PackageManifest {
    private(set) var dependencies: [String: Set<String>] = [:]
    private(set) var tests: Set<String> = []

    /// What the law is about: tests may depend on whatever they test.
    var shipped: [String: Set<String>] { dependencies.filter { !tests.contains($0.key) } }

    init(_ text: String) {
        let products = Self.products(in: text)
        for (maker, call) in Self.calls(in: text) {
            let list = call.drop { $0 != "[" }.dropFirst().prefix { $0 != "]" }
            guard let name = Self.quoted(in: call).first else { continue }
            let named = Self.quoted(in: list)
            let variables = list.split(whereSeparator: { !$0.isLetter }).compactMap { products[String($0)] }
            dependencies[name] = Set(named + variables)
            let isAside = ["Tests", "Fuzz", "Benchmarks"].contains { call.contains("path: \"\($0)/") }
            if maker == "tests(" || isAside { tests.insert(name) }
        }
    }

    /// `let heap = Target.Dependency.product(name: "HeapModule", …)`: the variable, and the module it stands for.
    private static func products(in text: String) -> [String: String] {
        let lines = text.split(separator: "\n").filter { $0.hasPrefix("let ") && $0.contains(".product(name:") }
        let pairs = lines.compactMap { line in
            quoted(in: line).first.map { (String(line.dropFirst(4).prefix { $0 != " " }), $0) }
        }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }

    /// The text of each call that makes a target, from its parenthesis to the next call.
    private static func calls(in text: String) -> [(maker: Substring, arguments: Substring)] {
        let body = text.split(separator: "    targets: [").dropFirst().joined()
        let makers = ["stratum(", "tests(", ".executableTarget(", ".target(", ".testTarget("]
        let starts = makers.flatMap { body.ranges(of: $0) }.sorted { $0.lowerBound < $1.lowerBound }
        let ends = starts.dropFirst().map(\.lowerBound) + [body.endIndex]
        return zip(starts, ends).map { (body[$0], body[$0.upperBound..<$1]) }
    }

    private static func quoted(in text: Substring) -> [String] {
        text.split(separator: "\"", omittingEmptySubsequences: false).enumerated().compactMap { index, part in
            index % 2 == 1 ? String(part) : nil
        }
    }
}
