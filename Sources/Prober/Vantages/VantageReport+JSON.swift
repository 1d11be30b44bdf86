internal import Bytes
internal import Failover
internal import Reactor

extension VantageReport {
    var json: [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.member("vantage", vantage)
            json.member("stamp", stamp)
            if let echo {
                json.member("echo", echo.stamp)
                json.member("echoHeldForMilliseconds", echo.heldFor.wholeMilliseconds)
            }
            json.member("testimonies") { $0.array { json in for testimony in testimonies { json.write(testimony) } } }
            if let override { json.member("override") { $0.object { json in json.members(of: override) } } }
            if let record { json.member("record") { $0.object { json in json.members(of: record) } } }
        }
        return json.bytes
    }

    /// Members that this version does not know are left alone: vantages are not all upgraded at once.
    init(parsing bytes: [UInt8]) throws(JSONError) {
        let object = try JSONObject(parsing: bytes)
        vantage = try object.shortText("vantage", VantageLimits.nameBytes)
        stamp = try object.shortText("stamp", VantageLimits.stampBytes)
        echo = try object.echo()
        testimonies = try object.testimonies()
        override = try object.object("override").map { object throws(JSONError) in try object.override() }
        record = try object.object("record").map { object throws(JSONError) in try object.steeringRecord() }
    }
}

extension JSONWriter {
    fileprivate mutating func write(_ testimony: VantageReport.AgedTestimony) {
        object { json in
            json.member("number", testimony.number)
            json.members(of: testimony.verdicts)
            json.member("startedAgoMilliseconds", testimony.startedAgo.wholeMilliseconds)
            json.member("finishedAgoMilliseconds", testimony.finishedAgo.wholeMilliseconds)
        }
    }

    /// As members of the object at hand.
    mutating func members(of record: SteeringRecord) {
        member("choice", record.choice.rawValue)
        member("epoch", record.epoch)
        member("by", record.by)
    }
}

extension JSONObject {
    /// Exact in every JSON reader, and more moves of a name than anybody lives to see.
    private static var epochMax: Int64 { 1 << 53 }

    func steeringRecord() throws(JSONError) -> SteeringRecord {
        SteeringRecord(
            choice: try region("choice"), epoch: UInt64(try number("epoch", in: 0...Self.epochMax)),
            by: try shortText("by", VantageLimits.nameBytes))
    }

    func shortText(_ name: String, _ bytesMax: Int) throws(JSONError) -> String {
        try word(name, { $0.utf8.count <= bytesMax ? $0 : nil }, "a text of at most \(bytesMax) bytes")
    }

    fileprivate func echo() throws(JSONError) -> EchoedStamp? {
        guard contains("echo") else { return nil }
        let held = try number("echoHeldForMilliseconds", in: 0...VantageLimits.heldMillisecondsMax)
        return EchoedStamp(stamp: try shortText("echo", VantageLimits.stampBytes), heldFor: .milliseconds(held))
    }

    fileprivate func testimonies() throws(JSONError) -> [VantageReport.AgedTestimony] {
        guard let list = try array("testimonies"), list.count <= VantageLimits.testimonies else {
            throw .unexpected(member: "testimonies", expected: "an array of at most \(VantageLimits.testimonies)")
        }
        var testimonies: [VantageReport.AgedTestimony] = []
        for element in list {
            guard case .object(let object) = element else {
                throw .unexpected(member: "testimonies", expected: "objects")
            }
            testimonies.append(try object.agedTestimony())
        }
        return testimonies
    }

    private func agedTestimony() throws(JSONError) -> VantageReport.AgedTestimony {
        let started = try number("startedAgoMilliseconds", in: 0...VantageLimits.ageMillisecondsMax)
        let finished = try number("finishedAgoMilliseconds", in: 0...started)
        return VantageReport.AgedTestimony(
            number: try number("number", in: 1 ... .max), verdicts: try verdicts(), startedAgo: .milliseconds(started),
            finishedAgo: .milliseconds(finished))
    }
}
