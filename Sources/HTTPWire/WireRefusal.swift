/// Why a request is refused before any route sees it.
package enum WireRefusal: Error, Equatable, Sendable {
    case badRequest(BadRequestReason)
    case lengthRequired
    case bodyTooLarge
    case targetTooLong
    case expectationFailed
    case headerTooLarge
    case unsupportedMethod
    case unsupportedTransferCoding
    case versionNotSupported
    /// The loop holds nearly all it may of requests, and this one would add much to that.
    case noRoom

    /// The status to answer with (RFC 9110 §15, RFC 6585 §5).
    package var status: Int {
        switch self {
        case .badRequest: 400
        case .lengthRequired: 411
        case .bodyTooLarge: 413
        case .targetTooLong: 414
        case .expectationFailed: 417
        case .headerTooLarge: 431
        case .unsupportedMethod, .unsupportedTransferCoding: 501
        case .versionNotSupported: 505
        case .noRoom: 503
        }
    }

    /// One sentence fit for strangers: it never repeats what they sent.
    package var detail: String {
        switch self {
        case .badRequest(let reason): "The request is malformed: \(reason.rawValue)."
        case .lengthRequired: "The request needs a Content-Length."
        case .bodyTooLarge: "The request body is larger than this resource takes."
        case .targetTooLong: "The request target is too long."
        case .expectationFailed: "The only expectation met here is 100-continue."
        case .headerTooLarge: "The request header is too large."
        case .unsupportedMethod: "This method is not implemented."
        case .unsupportedTransferCoding: "The only transfer coding implemented is chunked."
        case .versionNotSupported: "The versions of HTTP spoken here are 1.0, 1.1 and 2."
        case .noRoom: "The server has no room for a body of this size now."
        }
    }
}

/// What exactly is wrong with a malformed request; each value is fit for strangers.
package enum BadRequestReason: String, CaseIterable, Sendable {
    case bareLineFeed = "a line ends without a carriage return"
    case badRequestLine = "the request line is not method, target and version"
    case badMethod = "the method is not a token"
    case badTarget = "the request target is not valid"
    case badVersion = "the protocol version is not valid"
    case foldedLine = "a header line begins with white space"
    case badFieldName = "a field name is not a token"
    case badFieldValue = "a field value holds a control byte"
    case missingHost = "the host is missing"
    case duplicateHost = "the host is given more than once"
    case badHost = "the host is not valid"
    case badContentLength = "the content length is not one decimal number"
    case conflictingFraming = "both a content length and a transfer coding are given"
    case badTransferCoding = "the transfer coding does not end in one chunked"
    case transferCodingInHTTP10 = "a transfer coding is given in HTTP/1.0"
    case badChunkSize = "a chunk size is not a hexadecimal number"
    case badChunkExtension = "a chunk extension is not valid"
    case badChunkEnd = "a chunk is longer than its size"
    case missingPseudoField = "a pseudo-header field is missing"
}
