internal import Bytes

/// A path with names in places of values, as OpenAPI writes it: `/v1/sites/{site}`.
struct PathPattern: Sendable {
    private enum Segment: Sendable {
        case literal([UInt8])
        case parameter(String)
    }

    private let segments: [Segment]
    /// The whole path, when nothing in it varies.
    private let literal: [UInt8]?

    init(_ pattern: String) {
        segments = pattern.split(separator: "/").map { part in
            part.hasPrefix("{") ? .parameter(String(part.dropFirst().dropLast())) : .literal(Array(part.utf8))
        }
        literal = pattern.utf8.contains(UInt8(ascii: "{")) ? nil : Array(pattern.utf8)
    }

    /// Whether the path is one of this pattern.
    func matches(_ path: ArraySlice<UInt8>) -> Bool {
        guard let literal else { return parameters(of: path) != nil }
        return literal.count == path.count && literal.span.equals(path.span)
    }

    /// The values of the pattern's parameters, or nil when the path is another's.
    func parameters(of path: ArraySlice<UInt8>) -> [String: String]? {
        let parts = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).dropFirst()
        guard parts.count == segments.count, path.first == UInt8(ascii: "/") else { return nil }
        var parameters: [String: String] = [:]
        for (segment, part) in zip(segments, parts) {
            switch segment {
            case .literal(let text): guard part.elementsEqual(text) else { return nil }
            case .parameter(let name):
                let text = String(decoding: part, as: UTF8.self)
                guard let value = PercentEncoding.decode(text[...]), !value.isEmpty else { return nil }
                parameters[name] = value
            }
        }
        return parameters
    }
}
