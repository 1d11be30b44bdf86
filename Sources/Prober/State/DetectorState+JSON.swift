internal import Bytes
internal import Failover

extension Duration {
    /// Three centuries fit: a monotonic clock counts from the machine's start.
    fileprivate var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds.multipliedReportingOverflow(by: 1_000_000_000).partialValue &+ attoseconds / 1_000_000_000
    }
}

extension JSONWriter {
    mutating func write(_ state: DetectorState) {
        object { json in
            json.member("boot", state.boot)
            json.member("now", state.now.nanoseconds)
            json.member("active", state.active.rawValue)
            if let moved = state.movedByOthersAt { json.member("movedByOthersAt", moved.nanoseconds) }
            if let override = state.override { json.member("override") { $0.object { $0.members(of: override) } } }
            json.member("runs") { $0.write(state.hearing.runs) { $0.write($1) } }
            json.member("witnesses") { json in
                json.object { json in
                    for (name, witness) in state.hearing.witnesses.sorted(by: { $0.key < $1.key }) {
                        json.member(name) { $0.write(witness) }
                    }
                }
            }
        }
    }

    private mutating func write<Value>(_ pair: PerRegion<Value>, _ body: (inout JSONWriter, Value) -> Void) {
        object { json in
            for region in RegionChoice.allCases { json.member(region.rawValue) { body(&$0, pair[region]) } }
        }
    }

    private mutating func write(_ run: Run) {
        object { json in
            json.member("standing", run.standing.rawValue)
            json.member("since", run.since.nanoseconds)
        }
    }

    private mutating func write(_ witness: Witness) {
        object { json in
            json.member("startedAt", witness.newest.startedAt.nanoseconds)
            json.member("finishedAt", witness.newest.finishedAt.nanoseconds)
            json.members(of: witness.newest.verdicts)
            json.member("since") { $0.write(witness.since) { $0.integer($1.nanoseconds) } }
        }
    }
}

extension JSONObject {
    func detectorState() throws(JSONError) -> DetectorState {
        guard let boot = try string("boot"), let runs = try object("runs"), let witnesses = try object("witnesses")
        else { throw .unexpected(member: "detector", expected: "a boot, runs and witnesses") }
        var known: [String: Witness] = [:]
        for (name, value) in witnesses.members {
            guard case .object(let object) = value else { throw .unexpected(member: name, expected: "an object") }
            known[name] = try object.witness(called: name)
        }
        return DetectorState(
            boot: boot, now: try moment("now"), active: try region("active"),
            movedByOthersAt: contains("movedByOthersAt") ? try moment("movedByOthersAt") : nil,
            override: try object("override").map { object throws(JSONError) in try object.override() },
            hearing: Hearing(
                runs: PerRegion(main: try runs.run(of: .main), backup: try runs.run(of: .backup)), witnesses: known))
    }

    private func moment(_ name: String) throws(JSONError) -> Duration {
        .nanoseconds(try number(name, in: .min ... .max))
    }

    private func run(of region: RegionChoice) throws(JSONError) -> Run {
        guard let run = try object(region.rawValue) else {
            throw .unexpected(member: region.rawValue, expected: "a run")
        }
        return Run(
            try run.word("standing", Standing.init(rawValue:), "a standing"), since: try run.moment("since"))
    }

    private func witness(called name: String) throws(JSONError) -> Witness {
        guard let since = try object("since") else { throw .unexpected(member: "since", expected: "two moments") }
        let newest = Testimony(
            vantage: name, startedAt: try moment("startedAt"), finishedAt: try moment("finishedAt"),
            verdicts: try verdicts())
        return Witness(
            newest: newest, since: PerRegion(main: try since.moment("main"), backup: try since.moment("backup")))
    }
}
