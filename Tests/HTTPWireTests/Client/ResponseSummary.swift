import HTTPWire

/// What a server's bytes came to, as a value that tests can compare.
enum ResponseSummary: Equatable {
    case response(Int, HTTPVersion, fields: [String], body: String)
    case refused(ResponseRefusal)
    case unfinished

    init(_ response: WireResponse) {
        let fields = response.fields
        self = .response(
            response.status, response.version,
            fields: (0..<fields.count).map { "\(fields.name(at: $0)): \(fields.value(at: $0))" },
            body: text(response.body))
    }
}

extension ResponseReader {
    /// Reads `pieces` as they come, and then the end if there is one.
    static func read(
        _ pieces: [[UInt8]], to method: RequestMethod = .get, limits: ResponseLimits = ResponseLimits(),
        isEnded: Bool = false, isCut: Bool = false
    ) -> ResponseSummary {
        var reader = ResponseReader(to: method, limits: limits)
        do throws(ResponseRefusal) {
            for piece in pieces { try reader.receive(piece.span) }
            if isEnded { try reader.endOfInput(isCut: isCut) }
        } catch { return .refused(error) }
        return reader.response.map(ResponseSummary.init) ?? .unfinished
    }

    static func read(
        _ text: String, to method: RequestMethod = .get, limits: ResponseLimits = ResponseLimits(),
        isEnded: Bool = false, isCut: Bool = false
    ) -> ResponseSummary {
        read([bytes(text)], to: method, limits: limits, isEnded: isEnded, isCut: isCut)
    }
}
