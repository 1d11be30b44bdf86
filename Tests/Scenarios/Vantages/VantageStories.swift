import LocalRegions
import Testing

/// What becomes of the name when vantages themselves fall over; docs/failover.md has the table.
extension Scenarios {
    @Suite("Vantages", .serialized, .timeLimit(.minutes(5)))
    struct VantageStories {}
}

extension Scenarios.VantageStories {
    /// From the fault: the window in full, and no more than one cycle and one probe's timeout after it.
    static let inTime = VantageTrio.window...(VantageTrio.window + VantageTrio.slack + VantageTrio.patience)

    @Test("a prober killed inside the window and started again moves the name in time, neither early nor late")
    func killedInsideWindow() async throws {
        try await withVantages(1) { trio in
            let name = trio.names[0]
            trio.seoul.set(.failing)
            let fault = ContinuousClock.now
            try await eventually("the window is a third full", within: .seconds(20)) {
                try await trio.status(of: name).regions["main"]?.failingForSeconds ?? 0 >= 2
            }

            try await trio.kill(name)
            try await trio.start(name)

            let moved = try await trio.waitUntil("backup", isActiveAt: name)
            #expect(Self.inTime.contains(moved - fault), "moved after \(moved - fault)")
        }
    }

    @Test("a window does not outlive a region that healed while the prober was dead")
    func healedWhileDead() async throws {
        try await withVantages(1) { trio in
            let name = trio.names[0]
            trio.seoul.set(.failing)
            try await eventually("the window is half full", within: .seconds(20)) {
                try await trio.status(of: name).regions["main"]?.failingForSeconds ?? 0 >= 3
            }

            try await trio.kill(name)
            trio.seoul.set(.healthy(mode: "read-write"))
            try await trio.start(name)

            try await eventually("seoul is healthy again", within: .seconds(20)) {
                try await trio.status(of: name).regions["main"]?.standing == "healthy"
            }
            #expect(try await trio.status(of: name).active == "main")
            #expect(try await trio.activeStatus("seoul", at: name) == 200)
            #expect(try await trio.activeStatus("backup", at: name) == 404)
        }
    }

    @Test("the one vantage of three that is left moves the name in time, and back")
    func twoKilled() async throws {
        try await withVantages { trio in
            let last = trio.names[2]
            for name in trio.names.prefix(2) { try await trio.kill(name) }
            try await eventually("\(last) acts", within: .seconds(20)) { try await trio.status(of: last).acting }
            let epoch = try await trio.status(of: last).epoch

            trio.seoul.set(.silent)
            let fault = ContinuousClock.now
            let moved = try await trio.waitUntil("backup", isActiveAt: last)
            #expect(Self.inTime.contains(moved - fault), "moved after \(moved - fault)")
            #expect(try await trio.activeStatus("tokyo", at: last) == 200)

            trio.seoul.set(.healthy(mode: "read-write"))
            let mended = ContinuousClock.now
            let movedBack = try await trio.waitUntil("main", isActiveAt: last)
            #expect(Self.inTime.contains(movedBack - mended), "moved back after \(movedBack - mended)")
            #expect(try await trio.status(of: last).epoch == epoch + 2)
        }
    }

    @Test("a vantage that reaches neither region is blind: it neither acts nor witnesses, and follows the others")
    func isolatedVantage() async throws {
        try await withVantages { trio in
            let (blind, second) = (trio.names[0], trio.names[1])
            for region in [trio.seoul, trio.tokyo] { region.set(.silent, for: blind) }
            try await eventually("\(second) acts, for \(blind) is blind", within: .seconds(20)) {
                let status = try await trio.status(of: second)
                return status.acting && status.vantages.contains { $0.name == blind && $0.isBlind }
            }
            // One of two witnesses is no majority: alone it moves nothing.
            trio.seoul.set(.failing, for: second)
            try await eventually("\(second) has seen a window of failure", within: .seconds(30)) {
                try await trio.count("evergrant_probes_total{region=\"seoul\",verdict=\"unhealthy\"}", at: second) > 8
            }
            #expect(try await trio.status(of: second).active == "main")

            for name in trio.names.dropFirst() { trio.seoul.set(.failing, for: name) }
            let fault = ContinuousClock.now
            let moved = try await trio.waitUntil("backup", isActiveAt: second)

            #expect(Self.inTime.contains(moved - fault), "moved after \(moved - fault)")
            try await trio.waitUntil("backup", isActiveAt: blind, within: .seconds(20))
            #expect(try await trio.status(of: blind).acting == false)
        }
    }

    @Test("a freeze reaches every vantage, survives kill -9, and holds the name while the main region is dead")
    func freezeSurvives() async throws {
        try await withVantages { trio in
            let (first, other) = (trio.names[0], trio.names[2])
            #expect(try await trio.order("freeze", at: first).status == 0)
            try await eventually("\(other) knows the order", within: .seconds(20)) {
                try await trio.status(of: other).override?.order == "freeze"
            }

            for name in trio.names { try await trio.kill(name) }
            try await trio.startAll()
            trio.seoul.set(.failing)
            try await eventually("more than the window has passed", within: .seconds(30)) {
                try await trio.status(of: other).regions["main"]?.failingForSeconds ?? 0 > 7
            }

            for name in trio.names {
                #expect(try await trio.status(of: name).override?.order == "freeze")
                #expect(try await trio.status(of: name).active == "main")
            }
            #expect(try await trio.order("release", at: other).status == 0)
            for name in trio.names { try await trio.waitUntil("backup", isActiveAt: name, within: .seconds(20)) }
        }
    }

    @Test("an order to point at a dead region is refused with exit code 1, unless it is meant all the same")
    func refusesDeadRegion() async throws {
        try await withVantages(1) { trio in
            let name = trio.names[0]
            trio.tokyo.set(.failing)
            try await eventually("tokyo is known dead", within: .seconds(20)) {
                try await trio.status(of: name).regions["backup"]?.standing == "failing"
            }

            let refused = try await trio.order("force", "tokyo", at: name)
            #expect(refused.status == 1)
            #expect(refused.errorText.contains("failing"))
            #expect(try await trio.status(of: name).active == "main")

            #expect(try await trio.order("force", "tokyo", "--force", at: name).status == 0)
            #expect(try await trio.status(of: name).active == "backup")
            #expect(try await trio.order("force", "nowhere", at: name).status == 1)
            try await trio.kill(name)
            #expect(try await trio.order("status", at: name).status == 69)
        }
    }

    @Test(
        "a main region that takes no writes loses the name, and a standby put in its place does not pull it back"
    )
    func readOnlyMain() async throws {
        try await withVantages(1) { trio in
            let name = trio.names[0]
            trio.seoul.set(.healthy(mode: "read-only"))
            try await trio.waitUntil("backup", isActiveAt: name)
            try await eventually("a window of read-only health has passed", within: .seconds(40)) {
                try await trio.status(of: name).regions["main"]?.failingForSeconds ?? 0 > 15
            }
            #expect(try await trio.status(of: name).active == "backup")
        }
    }

    @Test("with both regions failing the name stays with the main one")
    func bothFail() async throws {
        try await withVantages(1) { trio in
            let name = trio.names[0]
            for region in [trio.tokyo, trio.seoul] { region.set(.failing) }
            try await eventually("more than the window has passed", within: .seconds(40)) {
                try await trio.status(of: name).regions["main"]?.failingForSeconds ?? 0 > 8
            }
            #expect(try await trio.status(of: name).active == "main")
        }
    }

    @Test("who does not show the secret, or is not on the list, is told nothing and believed nothing")
    func refusesStrangers() async throws {
        try await withVantages(1) { trio in
            let name = trio.names[0]
            let report = #"{"vantage":"stranger","stamp":"1.1","testimonies":[]}"#
            let secret = "asecretofthevantages."

            #expect(try await trio.post("v1/testimonies", at: name, bearer: "guess", body: report).status == 401)
            let stranger = try await trio.post("v1/testimonies", at: name, bearer: secret, body: report)
            #expect(stranger.status == 403)
            #expect(stranger.problem == "vantage-unknown")
            #expect(try await trio.post("v1/testimonies", at: name, bearer: secret, body: "{").status == 400)
            let order = #"{"order":"force","region":"backup","evenIfDead":true}"#
            #expect(try await trio.post("v1/override", at: name, bearer: "guess", body: order).status == 401)
            #expect(try await trio.status(of: name).active == "main")
        }
    }
}
