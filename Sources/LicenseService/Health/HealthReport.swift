internal import Bytes
internal import Failover
internal import LicenseStore

/// What `/health` says (draft-inadarei-api-health-check-06): under 5,120 bytes, the status first, for a prober may read
/// no further (Route 53 looks for a string in the first 5,120 bytes only).
struct HealthReport: Sendable {
    enum Status: String, Sendable { case pass, warn, fail }

    /// One line of the report; what is nil is left out.
    struct Check: Sendable {
        let name: String
        var status: Status
        var value: (Double, unit: String)?
        var output: String?
        var affectedEndpoints: [String] = []
    }

    /// Bytes of one check's output that are reported, as JSON: ten checks with as much stay under the 5,120 in all.
    static let outputBytesMax = 220

    let region: String
    var mode: RegionRole.Mode
    var checks: [Check]
    /// Which database it is, and which of its histories; nil while it is silent.
    var identity: DatabaseIdentity?
    /// Where the region wants to be asked.
    var url: String?
    /// What must be the same in the other regions, for them to compare.
    var parity: Parity?
    /// When this was said, in milliseconds since 1970.
    var time: Int64?

    /// The worst of the checks.
    var status: Status {
        if checks.contains(where: { $0.status == .fail }) { return .fail }
        return checks.contains { $0.status == .warn } ? .warn : .pass
    }

    var isFailing: Bool { status == .fail }

    func adding(_ check: Check?) -> HealthReport {
        var report = self
        if let check { report.checks.append(check) }
        return report
    }

    /// With what is known of the other regions: a primary that was left behind does not write.
    func adding(_ regions: RegionBoard) -> HealthReport {
        var report = self
        report.checks += regions.checks
        if regions.leftBehind != nil, mode == .readWrite { report.mode = .readOnly }
        return report
    }

    /// With what other regions compare with their own.
    func saying(_ parity: Parity, at time: Int64) -> HealthReport {
        var report = self
        (report.parity, report.time) = (parity, time)
        return report
    }

    var json: [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.member("status", status.rawValue)
            json.member("mode", mode.rawValue)
            json.member("region", region)
            json.member("version", "1")
            if let identity {
                // A string: JSON's readers keep 53 bits of a number.
                json.member("systemIdentifier", String(identity.systemIdentifier))
                json.member("timeline", identity.timeline)
            }
            if let url { json.member("url", url) }
            if let time { json.member("time", time) }
            if let parity { json.member("parity") { parity.write(to: &$0) } }
            json.member("checks") { json in
                json.object { json in
                    for check in checks { json.member(check.name) { $0.array { json in check.write(to: &json) } } }
                }
            }
        }
        return json.bytes
    }
}

extension HealthReport.Check {
    /// This server answers what it has begun and takes nothing new.
    static let draining = HealthReport.Check(name: "process:state", status: .fail, output: "this server is stopping")

    fileprivate func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("status", status.rawValue)
            if let value, let whole = Int64(exactly: value.0.rounded(.towardZero)) {
                json.member("observedValue", whole)
                json.member("observedUnit", value.unit)
            }
            if let output { json.member("output", output.cut(toJSONBytes: HealthReport.outputBytesMax)) }
            guard !affectedEndpoints.isEmpty else { return }
            json.member("affectedEndpoints") { $0.array { json in affectedEndpoints.forEach { json.string($0) } } }
        }
    }
}

extension String {
    /// The beginning that takes at most `limit` bytes in JSON, where a control character takes six.
    fileprivate func cut(toJSONBytes limit: Int) -> String {
        var count = 0
        let kept = unicodeScalars.prefix { scalar in
            count += scalar.value < 0x20 ? 6 : scalar == "\"" || scalar == "\\" ? 2 : UTF8.width(scalar)
            return count <= limit
        }
        return String(kept)
    }
}
