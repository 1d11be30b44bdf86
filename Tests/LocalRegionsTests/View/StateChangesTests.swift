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

    @Test("a revived database, another verdict and another region for the viewer are told, in this order")
    func tellsChanges() {
        var later = failover
        later.regions[0].databaseRuns = true
        later.regions[0].health?.statusCode = 200
        later.regions[0].health?.status = "pass"
        later.regions[1].health = nil
        later.viewer.grantedBy = "seoul"

        #expect(
            stateChanges(from: failover, to: later) == [
                "seoul: the database runs again", "seoul: health 200 pass, read-write",
                "tokyo: health does not answer", "the viewer's licenses come from seoul",
            ])
    }
}
