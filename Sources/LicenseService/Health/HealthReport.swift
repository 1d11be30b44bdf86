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
        let status: Status
        var value: (Double, unit: String)?
        var output: String?
        var affectedEndpoints: [String] = []
    }

    let region: String
    let mode: RegionRole.Mode
    let checks: [Check]
    let lag: Duration?

    /// The worst of the checks.
    var status: Status {
        if checks.contains(where: { $0.status == .fail }) { return .fail }
        return checks.contains { $0.status == .warn } ? .warn : .pass
    }

    var isFailing: Bool { status == .fail }

    var json: [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.member("status", status.rawValue)
            json.member("mode", mode.rawValue)
            json.member("region", region)
            json.member("version", "1")
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
    fileprivate func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("status", status.rawValue)
            if let value {
                json.member("observedValue", Int64(value.0))
                json.member("observedUnit", value.unit)
            }
            if let output { json.member("output", output) }
            guard !affectedEndpoints.isEmpty else { return }
            json.member("affectedEndpoints") { $0.array { json in affectedEndpoints.forEach { json.string($0) } } }
        }
    }
}
