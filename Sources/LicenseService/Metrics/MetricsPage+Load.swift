internal import HTTPServer
internal import Reactor

extension MetricsPage {
    /// What is waiting, and what was turned away.
    func writeLoad(to page: inout String) {
        let loads = loops.map { $0.load.withLock { $0 } }
        var shed: [(labels: String, value: Int)] = []
        page += "# TYPE evergrant_requests_waiting gauge\n"
        page += "# HELP evergrant_requests_waiting Requests that wait for a database or a disk.\n"
        for audience in Audience.allCases where audience != .prober {
            let standings = loads.map { $0.standing(of: audience) }
            let waiting = standings.reduce(0) { $0 + $1.waiting }
            page += "evergrant_requests_waiting{region=\"\(region)\",audience=\"\(audience)\"} \(waiting)\n"
            for reason in LoadBudget.Shortage.allCases {
                let count = standings.reduce(0) { $0 + $1.shed[reason, default: 0] }
                shed.append(("audience=\"\(audience)\",reason=\"\(reason.rawValue)\"", count))
            }
        }
        counter(&page, "evergrant_requests_shed", "Requests answered 503 for lack of room or time.", shed)
        counter(
            &page, "evergrant_connections_refused", "Connections closed at once.",
            [("reason=\"full\"", census.refusedFull), ("reason=\"address\"", census.refusedAddress)])
        counter(
            &page, "evergrant_connections_displaced",
            "Connections closed to let others in, when all places were taken.",
            [("", census.displaced)])
        counter(
            &page, "evergrant_connections_cut_off",
            "Connections closed for the answers they left unread or the requests they began.",
            [("", census.cutOff)])
    }
}
