internal import Bytes
internal import Failover

/// What a vantage knows when it is started again: a file of its own, in its state directory.
struct SavedState: Equatable, Sendable {
    static let fileName = "vantage.json"
    /// A detector that remembers 32 witnesses takes 20 KiB.
    static let bytesMax = 262_144

    var detector: DetectorState
    /// The newest known.
    let record: SteeringRecord?
}

extension SavedState {
    var json: [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.member("detector") { $0.write(detector) }
            if let record { json.member("record") { $0.object { json in json.members(of: record) } } }
        }
        return json.bytes
    }

    init(parsing bytes: [UInt8]) throws(JSONError) {
        let object = try JSONObject(parsing: bytes)
        guard let detector = try object.object("detector") else {
            throw .unexpected(member: "detector", expected: "an object")
        }
        self.detector = try detector.detectorState()
        record = try object.object("record").map { object throws(JSONError) in try object.steeringRecord() }
    }
}
