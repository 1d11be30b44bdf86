/// Tells HTTP/2 with prior knowledge from HTTP/1.1 by the first bytes of a connection (RFC 9113 §3.4).
struct ProtocolDetector {
    enum Verdict: Equatable {
        case undecided
        case http1
        case http2
    }

    static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)

    /// What came before the verdict; at most one byte less than the preface, and part of it.
    private(set) var seen: [UInt8] = []

    mutating func receive(_ bytes: Span<UInt8>) -> Verdict {
        for index in bytes.indices {
            guard bytes[index] == Self.preface[seen.count + index] else { return .http1 }
            if seen.count + index + 1 == Self.preface.count { return .http2 }
        }
        for index in bytes.indices { seen.append(bytes[index]) }
        return .undecided
    }
}
