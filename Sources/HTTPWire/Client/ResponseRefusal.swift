/// Why what a server sent is not taken as a response.
package enum ResponseRefusal: Error, Equatable, Sendable {
    case badStatusLine
    case versionNotSupported
    case malformed(BadRequestReason)
    case unsupportedTransferCoding
    case headTooLarge
    case bodyTooLarge
    case tooManyInterimResponses
    /// 101: we never ask for another protocol (RFC 9110 §15.2.2).
    case unaskedUpgrade
    /// The connection ended before the response did.
    case endedEarly
    /// The server gave up this request, with an error code of RFC 9113 §7.
    case streamReset(code: UInt32)
    /// The frames break HTTP/2, or ask for more work than a response is worth.
    case brokenFrames

    /// Half a sentence fit for strangers: it never repeats what the server sent.
    package var detail: String {
        switch self {
        case .badStatusLine: "the status line is not version, status and reason"
        case .versionNotSupported: "the version is none of HTTP/1.0, 1.1 and 2"
        case .malformed(let reason): reason.rawValue
        case .unsupportedTransferCoding: "the transfer coding is not chunked"
        case .headTooLarge: "the head is larger than allowed"
        case .bodyTooLarge: "the body is larger than allowed"
        case .tooManyInterimResponses: "there are too many interim responses"
        case .unaskedUpgrade: "the server switches protocols unasked"
        case .endedEarly: "the connection ended early"
        case .streamReset(let code): "the server gave the request up with code \(code)"
        case .brokenFrames: "the frames are not those of HTTP/2"
        }
    }

    /// The same mistake, made by the other side.
    init(_ refusal: WireRefusal) {
        switch refusal {
        case .badRequest(let reason): self = .malformed(reason)
        case .bodyTooLarge: self = .bodyTooLarge
        case .unsupportedTransferCoding: self = .unsupportedTransferCoding
        case .versionNotSupported: self = .versionNotSupported
        case .headerTooLarge, .targetTooLong: self = .headTooLarge
        case .lengthRequired, .expectationFailed, .unsupportedMethod, .noRoom: self = .badStatusLine
        }
    }

    /// Runs what both sides of the wire read alike.
    static func translating<R>(_ body: () throws(WireRefusal) -> R) throws(ResponseRefusal) -> R {
        do throws(WireRefusal) { return try body() } catch { throw ResponseRefusal(error) }
    }
}
