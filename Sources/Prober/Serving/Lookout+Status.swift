internal import Bytes
internal import Failover
internal import Reactor

extension Lookout {
    /// `/status`: everything this vantage knows, for people and for `evergrant probe status`.
    func statusDocument() -> [UInt8] {
        let now = EventLoop.monotonicNow()
        var json = JSONWriter()
        json.object { json in
            json.member("vantage", vantage)
            json.member("active", detector.active.rawValue)
            json.member("activeName", regionName(detector.active))
            json.member("epoch", keeper.record?.epoch ?? 0)
            json.member("acting", isActing)
            json.member("actingVantage", actingVantage ?? "")
            json.member("override") { write(detector.state.override, to: &$0) }
            json.member("name") { $0.object { json in writeName(to: &json, at: now) } }
            json.member("regions") { json in
                json.object { json in
                    for region in RegionChoice.allCases {
                        json.member(region.rawValue) { $0.object { json in write(region, to: &json, at: now) } }
                    }
                }
            }
            json.member("vantages") { $0.array { json in writeVantages(to: &json, at: now) } }
            if let twin { json.member("route53", twin.active.rawValue) }
        }
        return json.bytes
    }

    private func write(_ override: Override?, to json: inout JSONWriter) {
        guard let override, override.order != .release else { return json.null() }
        json.object { json in json.members(of: override) }
    }

    private func writeName(to json: inout JSONWriter, at now: Duration) {
        if let record = keeper.record { json.members(of: record) }
        guard let problem = keeper.problem else { return }
        json.member("problem", problem.reason)
        json.member("problemForSeconds", (now - problem.since).components.seconds)
    }

    private func write(_ region: RegionChoice, to json: inout JSONWriter, at now: Duration) {
        let run = detector.state.hearing.runs[region]
        let seconds = max(0, (now - run.since).components.seconds)
        let window = detector.active == .main ? detector.settings.failureWindow : detector.settings.recoveryWindow
        json.member("name", regionName(region))
        json.member("standing", run.standing.rawValue)
        if let own = newest?[region] {
            json.members(of: own.verdict)
            json.member("detail", own.detail)
        }
        json.optional("failingForSeconds", run.standing == .failing ? seconds : nil)
        json.optional("healthyForSeconds", run.standing == .healthy ? seconds : nil)
        json.member("windowSeconds", window.components.seconds)
        json.member("says") { $0.object { json in writeVerdicts(about: region, to: &json) } }
    }

    private func writeVerdicts(about region: RegionChoice, to json: inout JSONWriter) {
        for (name, witness) in detector.state.hearing.witnesses.sorted(by: { $0.key < $1.key }) {
            let verdict = witness.newest.verdicts[region]
            json.member(name, verdict.reason ?? verdict.name)
        }
    }

    private func writeVantages(to json: inout JSONWriter, at now: Duration) {
        for name in plant.vantages.map(\.name) {
            let peer = exchange.peers.first { $0.name == name }
            let heardAt = name == vantage ? now : peer?.heardAt
            let witness = detector.state.hearing.witnesses[name]
            json.object { json in
                json.member("name", name)
                json.optional("heardSecondsAgo", heardAt.map { (now - $0).components.seconds })
                json.member("isBlind", witness.map { !$0.isSighted } ?? false)
                if let problem = peer?.problem { json.member("problem", problem) }
            }
        }
    }
}

extension JSONWriter {
    fileprivate mutating func optional(_ name: String, _ number: Int64?) {
        member(name) { json in if let number { json.integer(number) } else { json.null() } }
    }
}
