import LocalRegions
import Testing

@Suite("State changes")
struct StateChangesTests {
    @Test("figures that always move are no change")
    func ignoresFigures() {
        var later = failover
        later.elapsed = .seconds(68)
        later.regions[0].licenses.total = 999
        later.regions[1].health?.lagSeconds = 3
        later.viewer.granted += 10

        #expect(stateChanges(from: failover, to: later) == [])
    }

    @Test("a trouble of the viewer is told when it begins and when it ends, and not while it lasts")
    func tellsTrouble() {
        var troubled = failover
        troubled.viewer.trouble = "the name does not resolve"

        #expect(stateChanges(from: failover, to: troubled) == ["the viewer gets no license: the name does not resolve"])
        #expect(stateChanges(from: troubled, to: troubled) == [])
        #expect(stateChanges(from: troubled, to: failover) == ["the viewer's licenses come from tokyo"])
    }

    @Test("revivals, verdicts, the name, alarms and the viewer's region are told, in this order")
    func tellsChanges() {
        var later = failover
        later.regions[0].databaseRuns = true
        later.regions[0].health?.statusCode = 200
        later.regions[0].health?.status = "pass"
        later.regions[1].health = nil
        later.name.region = "seoul"
        later.vantages[0].isRunning = true
        later.alarms.append(ReceivedAlarm(id: "2", kind: "returned", title: "Seoul is well"))
        later.viewer.grantedBy = "seoul"

        #expect(
            stateChanges(from: failover, to: later) == [
                "seoul: the database runs again", "seoul: health 200 pass, read-write",
                "tokyo: health does not answer", "the vantage in busan runs again",
                "license.evergrant.test points at seoul", "alarm: Seoul is well",
                "the viewer's licenses come from seoul",
            ])
    }
}
