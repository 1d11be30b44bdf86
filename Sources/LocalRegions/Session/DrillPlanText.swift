internal import Foundation

/// The plan of a game day for one session, as `evergrant drill --plan` reads it.
struct DrillPlanText {
    let session: SessionDescription
    let state: URL
    /// `evergrant-local`, which obeys `fault` and `heal`.
    let tool: URL

    private var window: Double { session.times.failureWindow }
    private var probeTimeout: Double { session.times.connectTimeout + session.times.statusTimeout }

    var yaml: String {
        """
        title: \("Game day of the two local regions, windows of \(Int(window)) s".quotedForYAML)
        service:
          url: \(session.service.url.quotedForYAML)
          nameServer: \("\(session.nameServer.address):\(session.nameServer.port)".quotedForYAML)
          trustAnchorsFile: \(session.trustAnchorsFile.quotedForYAML)
          main: seoul
          backup: tokyo
        load:
          path: \(session.license.path.quotedForYAML)
          body: \(session.license.body.quotedForYAML)
          tokenFile: \(session.license.tokenFile.quotedForYAML)
          requestsPerSecond: 20
          timeoutSeconds: 5
        writes:
          path: \(session.packager.path.quotedForYAML)
          body: \(session.packager.body.quotedForYAML)
          credentialFile: \(session.packager.apiKeyFile.quotedForYAML)
          requestsPerMinute: 60
        alarmsFile: \(session.alarms.receivedFile.quotedForYAML)
        steps:
        \(steps.joined(separator: "\n"))
        targets:
          movesWithinSeconds: \(bound(of: session.times.failureWindow))
          movesNotBeforeSeconds: \(text(session.times.failureWindow))
          returnsWithinSeconds: \(bound(of: session.times.recoveryWindow))
          returnsNotBeforeSeconds: \(text(session.times.recoveryWindow))
          servedAfterMove: 0.999
          failedOnReturnMax: 0
          lostWritesMax: 0
          alarmKinds: switched-to-backup switched-to-main

        """
    }

    /// window + one interval + one probe timeout + time to live: the promise of docs/architecture.md.
    private func bound(of window: Double) -> String {
        text(window + session.times.cycle + probeTimeout + session.times.timeToLive)
    }

    private var steps: [String] {
        [blip, killed, hungWithoutLeader] + (session.hasOwnNetwork ? [cut] : []) + harmless
    }

    private var blip: String {
        step(
            "Seoul's server is silent for two thirds of the window", fault(.serverHalted, "seoul"),
            heal(.serverHalted, "seoul"), lasts: window * 2 / 3)
    }

    private var killed: String {
        step(
            "Seoul is killed, database and server", fault(.regionKilled, "seoul"), heal(.regionKilled, "seoul"),
            moves: true)
    }

    /// The vantage of the highest rank would have acted; it dies with half of the window behind it.
    private var hungWithoutLeader: String {
        let vantage = session.vantages.first?.name ?? ""
        return step(
            "Seoul's server hangs, and the acting vantage dies in mid-window", fault(.serverHalted, "seoul"),
            "\(heal(.serverHalted, "seoul")) && \(heal(.vantageKilled, vantage))", moves: true,
            later: (fault(.vantageKilled, vantage), window / 2))
    }

    private var cut: String {
        step(
            "Seoul's network swallows everything", fault(.networkCut, "seoul"), heal(.networkCut, "seoul"), moves: true)
    }

    private var harmless: [String] {
        [
            step("Tokyo's replication stops", fault(.replicationCut, "tokyo"), heal(.replicationCut, "tokyo")),
            step("Seoul's disk is slow", fault(.slowDisk, "seoul"), heal(.slowDisk, "seoul")),
            step("The name server is silent", fault(.nameServerHalted, nil), heal(.nameServerHalted, nil), lasts: 5),
        ]
    }

    private func step(
        _ name: String, _ fault: String, _ heal: String, moves: Bool = false,
        later: (command: String, after: Double)? = nil, lasts: Double? = nil
    ) -> String {
        var lines = ["name: \(name.quotedForYAML)", "fault: \(fault.quotedForYAML)"]
        if let later {
            lines += [
                "laterFault:", "  command: \(later.command.quotedForYAML)", "  afterSeconds: \(text(later.after))",
            ]
        }
        lines += [
            "heal: \(heal.quotedForYAML)", "expect: \(moves ? "moves" : "stays")",
            "lastsSeconds: \(text(lasts ?? min(window, 30)))",
            "settlesSeconds: \(text(moves ? min(window, 30) : session.times.cycle * 2))",
        ]
        return "  - " + lines.joined(separator: "\n    ")
    }

    private func fault(_ fault: Fault, _ target: String?) -> String { command("fault", fault, target) }

    private func heal(_ fault: Fault, _ target: String?) -> String { command("heal", fault, target) }

    private func command(_ action: String, _ fault: Fault, _ target: String?) -> String {
        let words = [action, fault.rawValue, target, "--state"].compactMap { $0 }.joined(separator: " ")
        return "'\(tool.path)' \(words) '\(state.path)'"
    }

    private func text(_ seconds: Double) -> String { Duration.seconds(seconds).secondsText }
}
