import Daemon
import Testing

@testable import Drill

@Suite("Drill plan")
struct DrillPlanTests {
    static let smallest = """
        title: A quiet day
        service: { url: "https://license.example.com", main: seoul, backup: tokyo }
        load: { path: /v1/licenses/clearkey, body: "{}", tokenFile: token }
        steps:
          - { name: quiet }

        """

    @Test("a plan that says little gets the defaults of its manual")
    func defaults() throws {
        let plan = try DrillPlan(text: Self.smallest)

        #expect(plan.load.requestsPerSecond == 20)
        #expect(plan.load.timeout == .seconds(5))
        #expect(plan.writes == nil)
        #expect(plan.steps.map(\.expectation) == [.stays])
        #expect(plan.targets.movesWithin == .seconds(246))
        #expect(plan.targets.servedAfterMove == 0.999)
    }

    @Test("each part of a plan is read")
    func everything() throws {
        let plan = try DrillPlan(
            text: """
                title: Seoul is lost
                service:
                  url: https://license.example.com:8443
                  nameServer: 127.0.0.1:5353
                  trustAnchorsFile: ca.pem
                  main: seoul
                  backup: tokyo
                load:
                  { path: /l, body: "{}", tokenFile: token, requestsPerSecond: 50, timeoutSeconds: 2 }
                writes: { path: /c/, body: "{}", credentialFile: key, requestsPerMinute: 30 }
                alarmsFile: alarms.jsonl
                steps:
                  - name: lost
                    fault: kill it
                    laterFault: { command: kill more, afterSeconds: 15 }
                    heal: mend it
                    expect: moves
                    lastsSeconds: 60
                    settlesSeconds: 5
                targets:
                  movesWithinSeconds: 216
                  movesNotBeforeSeconds: 180
                  alarmKinds: moved returned
                """)

        #expect(plan.service.nameServer == "127.0.0.1:5353")
        #expect(plan.writes?.requestsPerMinute == 30)
        #expect(plan.alarmsFile == "alarms.jsonl")
        let step = DrillPlan.Step(
            name: "lost", fault: "kill it", laterFault: .init(command: "kill more", after: .seconds(15)),
            heal: "mend it", expectation: .moves, lasts: .seconds(60),
            settles: .seconds(5))
        #expect(plan.steps == [step])
        #expect(plan.targets.movesNotBefore == .seconds(180))
        #expect(plan.targets.alarmKinds == ["moved", "returned"])
    }

    @Test(
        "a plan that cannot be played is refused, and the error names the key",
        arguments: [
            ("steps:\n  - { name: quiet, expect: flies }\n", "steps.0.expect"),
            ("targets: { servedAfterMove: 1.5 }\n", "targets.servedAfterMove"),
            ("load: { path: /l, body: x, tokenFile: t, requestsPerSecond: 100000 }\n", "load.requestsPerSecond"),
            ("surprise: 1\n", "surprise"),
        ])
    func refusals(text: String, key: String) {
        let name = text.prefix { $0 != ":" }
        let others = Self.smallest.split(separator: "\n", omittingEmptySubsequences: false)
        let isSteps = name == "steps"
        let kept = others.filter { !$0.hasPrefix(name + ":") && !(isSteps && $0.hasPrefix("  - ")) }

        #expect { try DrillPlan(text: kept.joined(separator: "\n") + text) } throws: {
            ($0 as? ConfigurationError)?.key == key
        }
    }

    @Test("a plan without a step is refused")
    func noSteps() {
        let text = Self.smallest.replacing("  - { name: quiet }", with: "  []")

        #expect { try DrillPlan(text: text) } throws: { ($0 as? ConfigurationError)?.key == "steps" }
    }
}
