import HTTPWire

/// What an event says, as a value that tests can compare.
enum EventSummary: Equatable {
    case request(stream: Int64, method: String, path: String, query: String?, fields: [String], body: String)
    case refused(stream: Int64, WireRefusal)
    case closed(stream: Int64)

    init(_ event: WireEvent) {
        switch event {
        case .request(let request):
            let fields = request.head.fields
            self = .request(
                stream: request.stream.number, method: "\(request.head.method)", path: request.head.path,
                query: request.head.query,
                fields: (0..<fields.count).map { "\(fields.name(at: $0)): \(fields.value(at: $0))" },
                body: text(request.body))
        case .refused(let refused): self = .refused(stream: refused.stream.number, refused.refusal)
        case .streamClosed(let stream): self = .closed(stream: stream.number)
        }
    }
}

extension WireEvent {
    var request: WireRequest? {
        if case .request(let request) = self { request } else { nil }
    }

    var refused: RefusedRequest? {
        if case .refused(let refused) = self { refused } else { nil }
    }
}

func text(_ bytes: some Sequence<UInt8>) -> String { String(decoding: Array(bytes), as: UTF8.self) }

func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
