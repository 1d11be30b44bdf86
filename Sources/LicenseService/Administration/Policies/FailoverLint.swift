internal import Bytes
internal import Failover
internal import Licensing
internal import Reactor

/// What a failover lasts, and what besides policies has to outlive it.
package struct FailoverLint: Sendable {
    let switchTime: Duration
    private let tokenLifetime: Duration?
    private let rotationPeriod: Duration?

    package init(switchTime: Duration, tokenLifetime: Duration? = nil, rotationPeriod: Duration? = nil) {
        self.switchTime = switchTime
        self.tokenLifetime = tokenLifetime
        self.rotationPeriod = rotationPeriod
    }

    package func report(file: String) throws -> LintReport { report([(file, try PolicyDocument(file: file).policy)]) }

    func report(_ policies: [(name: String, policy: LicensePolicy)]) -> LintReport {
        var entries = policies.map { ($0.name, $0.policy.warnings(surviving: switchTime)) }
        let token = tokenLifetime.map { tokenWarnings(lifetime: $0, surviving: switchTime) } ?? []
        let rotation = rotationPeriod.map { rotationWarnings(period: $0, surviving: switchTime) } ?? []
        if !(token + rotation).isEmpty { entries.append(("options", token + rotation)) }
        return LintReport(switchTime: switchTime, entries)
    }
}

/// The longest that a failover takes by the numbers of docs/failover.md; what is nil is as a prober usually has it.
package func switchTime(
    failureWindow: Duration? = nil, interval: Duration? = nil, probeTimeout: Duration? = nil,
    timeToLive: Duration? = nil
) -> Duration {
    var time = SwitchTime()
    time.failureWindow = failureWindow ?? time.failureWindow
    time.interval = interval ?? time.interval
    time.probeTimeout = probeTimeout ?? time.probeTimeout
    time.timeToLive = timeToLive ?? time.timeToLive
    return time.longest
}

/// What a lint found, for people and for scripts.
package struct LintReport: Sendable {
    private let switchTime: Duration
    private let entries: [(name: String, warnings: [LintWarning])]

    init(switchTime: Duration, _ entries: [(name: String, warnings: [LintWarning])]) {
        self.switchTime = switchTime
        self.entries = entries
    }

    package var isClean: Bool { entries.allSatisfy(\.warnings.isEmpty) }

    /// A warning a line.
    package var lines: [String] {
        entries.flatMap { entry in entry.warnings.map { "warning: \(entry.name): \($0)" } }
    }

    /// Says so on standard error.
    package func complain() {
        for line in lines { StandardError.write(Array("evergrant: \(line)\n".utf8)) }
    }

    /// The same as a JSON document.
    package var json: String {
        var json = JSONWriter()
        json.object { json in
            json.member("switchTimeSeconds", switchTime.components.seconds)
            json.member("warnings") { json in
                json.array { json in
                    for entry in entries { entry.warnings.forEach { $0.write(to: &json, of: entry.name) } }
                }
            }
        }
        return String(decoding: json.bytes, as: UTF8.self)
    }
}

extension LintWarning {
    fileprivate func write(to json: inout JSONWriter, of name: String) {
        json.object { json in
            json.member("policy", name)
            json.member("code", code.rawValue)
            json.member("member", member)
            json.member("seconds", seconds)
            json.member("secondsEnough", secondsEnough)
            json.member("reason", reason)
        }
    }
}
