internal import Bytes

/// Takes a body out of its chunks (RFC 9112 §7.1).
struct ChunkedBody {
    private enum Phase: Equatable {
        case size
        case data(remaining: Int)
        case dataEnd
        case trailers
    }

    private let bodyLimit: Int
    private var phase = Phase.size
    private var extensionBytes = 0
    private var trailerBytes = 0
    /// How far the current line was searched, from the start of what is unread.
    private var searched = 0

    init(bodyLimit: Int) { self.bodyLimit = bodyLimit }

    /// Moves what is there to `body`; true when the last trailer line has been read.
    mutating func advance(
        _ input: inout InputBuffer, into body: inout [UInt8], _ limits: WireLimits
    ) throws(WireRefusal) -> Bool {
        while true {
            switch phase {
            case .size:
                guard let line = try line(in: &input, atMost: limits.chunkLineBytes) else { return false }
                try readSize(line, body.count, limits)
            case .data(let remaining):
                guard !input.isEmpty else { return false }
                let count = min(remaining, input.count)
                input.move(count, to: &body)
                phase = count == remaining ? .dataEnd : .data(remaining: remaining - count)
            case .dataEnd:
                guard try readDataEnd(&input) else { return false }
            case .trailers:
                guard let line = try line(in: &input, atMost: limits.trailerBytes - trailerBytes) else { return false }
                if line.isEmpty { return true }
                // RFC 9110 §6.5.1: no trailer means anything here, so each is checked and thrown away.
                _ = try FieldLine(parsing: line.indices, of: line.span)
                trailerBytes += line.count
            }
        }
    }

    /// Takes one whole line off the input, without its end.
    private mutating func line(in input: inout InputBuffer, atMost limit: Int) throws(WireRefusal) -> [UInt8]? {
        var searchedIndex = input.start + searched
        let found = input.line(at: input.start, searched: &searchedIndex, atMost: limit)
        searched = searchedIndex - input.start
        switch found {
        case .incomplete: return nil
        case .tooLong: throw phase == .size ? .badRequest(.badChunkExtension) : .headerTooLarge
        case .bareLineFeed: throw .badRequest(.bareLineFeed)
        case .line(let range):
            let line = [UInt8](input.bytes[range])
            input.consume(range.count + 2)
            searched = 0
            return line
        }
    }

    private mutating func readSize(_ line: [UInt8], _ received: Int, _ limits: WireLimits) throws(WireRefusal) {
        let digits = line.prefix { Hex.value(of: $0) != nil }
        guard !digits.isEmpty else { throw .badRequest(.badChunkSize) }
        var size = 0
        for digit in digits {
            // RFC 9112 §7.1: the size must not overflow.
            guard size <= Int.max >> 4, let value = Hex.value(of: digit) else { throw .badRequest(.badChunkSize) }
            size = size << 4 | Int(value)
        }
        try readExtension(line[digits.endIndex...], limits)
        guard size <= bodyLimit - received else { throw .bodyTooLarge }
        phase = size == 0 ? .trailers : .data(remaining: size)
    }

    /// RFC 9112 §7.1.1: unknown extensions are ignored; one that is no extension is refused.
    private mutating func readExtension(_ bytes: ArraySlice<UInt8>, _ limits: WireLimits) throws(WireRefusal) {
        guard let first = bytes.first else { return }
        guard first == UInt8(ascii: ";") else { throw .badRequest(.badChunkSize) }
        extensionBytes += bytes.count
        guard extensionBytes <= limits.chunkExtensionBytes, bytes.allSatisfy(ByteSet.fieldValue.contains) else {
            throw .badRequest(.badChunkExtension)
        }
    }

    private mutating func readDataEnd(_ input: inout InputBuffer) throws(WireRefusal) -> Bool {
        guard !input.isEmpty else { return false }
        guard input.bytes[input.start] == .carriageReturn else { throw .badRequest(.badChunkEnd) }
        guard input.count >= 2 else { return false }
        guard input.bytes[input.start + 1] == .lineFeed else { throw .badRequest(.badChunkEnd) }
        input.consume(2)
        phase = .size
        return true
    }
}
