import HTTPWire
import Testing

@Suite("Responses split anywhere")
struct ResponseSplitTests {
    static let streams: [String] =
        ResponseReaderTests.malformed.map(\.0) + [
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-Empty:\r\n\r\nhelloHTTP/1.1 500 No\r\n\r\n",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: a\r\n\r\n"
                + "HTTP/1.0 200 OK\r\n\r\nuntil the end",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nTrailer: x\r\n\r\n",
            "HTTP/1.1 200 " + String(repeating: "r", count: 90) + "\r\n\r\n",
            "HTTP/1.1 200 OK\r\nx: " + String(repeating: "z", count: 80) + "\r\n\r\n",
            "HTTP/1.1 200 OK\r\n\r\n" + String(repeating: "z", count: 60),
            String(repeating: "HTTP/1.1 102 Processing\r\n\r\n", count: 9), "",
        ]

    /// Small, so that the limits too are crossed at every byte.
    static let limits: ResponseLimits = {
        var limits = ResponseLimits()
        limits.statusLineBytes = 60
        limits.bodyBytes = 50
        limits.wire.fieldLineBytes = 60
        limits.wire.headerBytes = 90
        limits.wire.chunkLineBytes = 20
        return limits
    }()

    @Test("the result is the same wherever the bytes are cut in two", arguments: streams)
    func cutInTwo(stream: String) {
        let all = bytes(stream)
        for isEnded in [false, true] {
            let whole = ResponseReader.read([all], limits: Self.limits, isEnded: isEnded)
            for cut in 0..<all.count {
                let pieces = [Array(all[..<cut]), Array(all[cut...])]
                #expect(ResponseReader.read(pieces, limits: Self.limits, isEnded: isEnded) == whole, "cut at \(cut)")
            }
        }
    }

    @Test("the result is the same when each byte comes alone", arguments: streams)
    func byteByByte(stream: String) {
        let all = bytes(stream)
        for isEnded in [false, true] {
            #expect(
                ResponseReader.read(all.map { [$0] }, limits: Self.limits, isEnded: isEnded)
                    == ResponseReader.read([all], limits: Self.limits, isEnded: isEnded))
        }
    }
}
