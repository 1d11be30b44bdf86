/// Metrics in the OpenMetrics text format, version 1.0.0.
package struct MetricsText: Sendable {
    private let lines: [Substring]

    package init(_ text: String) { lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") } }

    /// The sum over all label sets of a metric, or over those that hold the words `label`.
    package func sum(of name: String, where label: String = "") -> Double {
        lines.reduce(0) { sum, line in
            guard line.hasPrefix(name) else { return sum }
            let rest = line.dropFirst(name.count)
            guard rest.hasPrefix("{") || rest.hasPrefix(" "), label.isEmpty || rest.contains(label) else { return sum }
            let afterLabels = rest.lastIndex(of: "}").map { rest[rest.index(after: $0)...] } ?? rest
            return sum + (afterLabels.split(separator: " ").first.flatMap { Double($0) } ?? 0)
        }
    }
}
