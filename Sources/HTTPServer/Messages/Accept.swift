package import HTTPWire

/// Which media types a client says it reads (RFC 9110 §12.5.1).
///
/// Ranges that are no ranges are passed over: a client that cannot spell its wishes gets what there is.
package struct Accept: Equatable, Sendable {
    /// `type/subtype`, `type/*` or `*/*`, in lower case.
    private struct Range: Equatable {
        let type: Substring
        let subtype: Substring
        /// "q=0" means "not acceptable" (RFC 9110 §12.4.2).
        let isRefused: Bool

        /// Zero when the range does not match; a more specific one is larger, and decides.
        func specificity(for offer: (type: Substring, subtype: Substring)) -> Int {
            if type == offer.type, subtype == offer.subtype { return 3 }
            if type == offer.type, subtype == "*" { return 2 }
            return type == "*" && subtype == "*" ? 1 : 0
        }
    }

    private let ranges: [Range]

    package init(_ fields: FieldSection) { self.init(fields.all("accept")) }

    init(_ lines: [String]) {
        ranges = lines.flatMap { $0.lowercased().split(separator: ",").compactMap(Self.range) }
    }

    /// Whether the client reads `mediaType`, which must be lower case; without a wish it reads everything.
    package func reads(_ mediaType: String) -> Bool {
        guard !ranges.isEmpty, let offer = Self.parts(mediaType[...]) else { return true }
        var best: (specificity: Int, isRefused: Bool) = (0, true)
        for range in ranges {
            let specificity = range.specificity(for: offer)
            if specificity > best.specificity { best = (specificity, range.isRefused) }
        }
        return !best.isRefused
    }

    private static func range(_ text: Substring) -> Range? {
        let parts = text.split(separator: ";").map(trimmed)
        guard let name = parts.first, let (type, subtype) = Self.parts(name) else { return nil }
        let weight = parts.dropFirst().first { $0.hasPrefix("q=") }
        return Range(type: type, subtype: subtype, isRefused: weight.map { isZero($0.dropFirst(2)) } ?? false)
    }

    private static func parts(_ name: Substring) -> (type: Substring, subtype: Substring)? {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
        return (parts[0], parts[1])
    }

    /// `0`, or `0.` and up to three zeros (RFC 9110 §12.4.2).
    private static func isZero(_ weight: Substring) -> Bool {
        weight == "0" || weight.hasPrefix("0.") && weight.dropFirst(2).allSatisfy { $0 == "0" }
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text
        while text.first == " " || text.first == "\t" { text.removeFirst() }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return text
    }
}
