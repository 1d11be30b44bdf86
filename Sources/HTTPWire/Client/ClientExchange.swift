/// One request of ours and its response, over a connection of their own, whichever version it speaks.
///
/// Bytes in, bytes out: it sees no socket and no clock. After a method throws, the connection is to be closed.
package final class ClientExchange {
    private enum Session {
        case http1(ResponseReader, unsent: [UInt8])
        case http2(HTTP2ClientSession)
    }

    private var session: Session

    /// - Parameter name: What TLS agreed on; without an agreement it is HTTP/1.1 (RFC 9113 §3.2).
    package init(negotiated name: String?, _ request: OutgoingRequest, limits: ResponseLimits = ResponseLimits()) {
        session =
            name == "h2"
            ? .http2(HTTP2ClientSession(request, limits: limits))
            : .http1(ResponseReader(to: request.method, limits: limits), unsent: RequestWriter.bytes(of: request))
    }

    package func receive(_ bytes: Span<UInt8>) throws(ResponseRefusal) {
        switch session {
        case .http1(var reader, let unsent):
            defer { session = .http1(reader, unsent: unsent) }
            try reader.receive(bytes)
        case .http2(let session): try session.receive(bytes)
        }
    }

    /// The server sends no more.
    ///
    /// - Parameter isCut: TLS ended without saying so.
    package func endOfInput(isCut: Bool = false) throws(ResponseRefusal) {
        switch session {
        case .http1(var reader, let unsent):
            defer { session = .http1(reader, unsent: unsent) }
            try reader.endOfInput(isCut: isCut)
        case .http2(let session): try session.endOfInput()
        }
    }

    /// What is to be sent now; the request comes first.
    package func takeOutput() throws(ResponseRefusal) -> [UInt8] {
        switch session {
        case .http1(let reader, let unsent):
            session = .http1(reader, unsent: [])
            return unsent
        case .http2(let session): return try session.takeOutput()
        }
    }

    /// Whether a byte of any response has come.
    package var hasBegun: Bool {
        switch session {
        case .http1(let reader, _): reader.hasBegun
        case .http2(let session): session.hasBegun
        }
    }

    /// Whether the final status is known.
    package var hasHead: Bool {
        switch session {
        case .http1(let reader, _): reader.hasHead
        case .http2(let session): session.hasHead
        }
    }

    /// All of it, once its last byte is here.
    package var response: WireResponse? {
        switch session {
        case .http1(let reader, _): reader.response
        case .http2(let session): session.response
        }
    }
}
