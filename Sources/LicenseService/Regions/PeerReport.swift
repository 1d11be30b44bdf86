internal import Bytes
internal import Failover
internal import HTTPClient

/// What another region's `/health` says, as far as it matters here; valid by construction.
struct PeerReport: Equatable, Sendable {
    /// Bytes of a report that are read; ours have at most 5,120.
    static let bytesMax = 16_384

    let region: String
    let mode: RegionRole.Mode
    /// Nil while the region's own database is silent.
    let identity: DatabaseIdentity?
    /// Where the region wants to be asked.
    let url: String?
    /// Nil when the region does not say.
    let parity: Parity?
    /// What its clock said, in milliseconds since 1970; nil likewise.
    let time: Int64?

    /// Nil for what no server of ours would say; further members are of later versions.
    init?(parsing body: [UInt8]) {
        guard let json = try? JSONObject(parsing: body),
            let region = try? json.string("region"), (1...32).contains(region.utf8.count),
            let mode = (try? json.string("mode")).flatMap(RegionRole.Mode.init)
        else { return nil }
        (self.region, self.mode) = (region, mode)
        identity = Self.identity(json)
        url = (try? json.string("url")).flatMap { (try? HTTPAddress(parsing: $0)) == nil ? nil : $0 }
        parity = (try? json.object("parity")).flatMap(Parity.init)
        time = try? json.integer("time")
    }

    private static func identity(_ json: JSONObject) -> DatabaseIdentity? {
        guard let system = (try? json.string("systemIdentifier")).flatMap(UInt64.init),
            let timeline = (try? json.integer("timeline")).flatMap(UInt32.init(exactly:)), timeline > 0
        else { return nil }
        return DatabaseIdentity(systemIdentifier: system, timeline: timeline)
    }
}
