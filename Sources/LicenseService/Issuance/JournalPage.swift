internal import Bytes
internal import HTTPServer
internal import HTTPWire
internal import Journal
internal import Reactor
internal import Synchronization

extension LoopService {
    /// `GET /v1/journal`: how the records fare; asked of the first loop, which ships them.
    func journalPage() -> Response {
        var json = JSONWriter()
        json.object { json in
            json.member("enabled", plant.configuration.journal.isEnabled)
            json.member("space", space.rawValue)
            json.member("usedBytes", sum { $0.journal.usedBytes.load(ordering: .relaxed) })
            json.member("budgetBytes", sum { $0.journal.budgetBytes.load(ordering: .relaxed) })
            writeShipping(to: &json)
            json.member("journals") { json in
                json.array { json in shipper?.standings.forEach { $0.write(to: &json) } }
            }
        }
        var response = Response(type: "application/json", json.bytes)
        response.head.append(.noStore)
        return response
    }

    private func writeShipping(to json: inout JSONWriter) {
        let (shipping, said) = (plant.shipping, plant.shipping.said)
        json.member("unshipped", Int64(shipping.unshipped.load(ordering: .relaxed)))
        json.member("oldestUnshippedSeconds", shipping.oldestAge.components.seconds)
        if let primary = said.primary { json.member("primary", primary) }
        if let problem = said.problem { json.member("problem", problem) }
    }

    private var space: JournalSpace {
        switch plant.metrics.map({ $0.journal.urgency }).max() ?? 0 {
        case 0: .ample
        case 1: .low
        default: .exhausted
        }
    }

    private func sum(_ value: (ServerMetrics) -> Int) -> Int64 {
        Int64(plant.metrics.reduce(0) { $0 + value($1) })
    }
}

extension JournalStanding {
    fileprivate func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("loop", Int64(loop))
            if let instance { json.member("journal", instance.description) }
            json.member("durable", Int64(clamping: durable))
            json.member("shipped", Int64(clamping: shipped))
        }
    }
}
