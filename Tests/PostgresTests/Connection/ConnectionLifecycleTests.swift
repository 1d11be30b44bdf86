import Testing

@testable import Postgres

@Suite("Connection lifecycle")
struct ConnectionLifecycleTests {
    @Test("opening resolves, connects and serves, in this order")
    func opens() {
        var lifecycle = ConnectionLifecycle()

        #expect(lifecycle.handle(.opened) == [.resolve(epoch: 1)])
        #expect(lifecycle.handle(.resolved(epoch: 1)) == [.connect(epoch: 1)])
        #expect(lifecycle.handle(.connected(epoch: 1)) == [.serve])
        #expect(lifecycle.phase == .ready)
    }

    @Test("every failed try counts, and a success starts the count again")
    func countsAttempts() {
        var lifecycle = ConnectionLifecycle()
        _ = lifecycle.handle(.opened)

        #expect(lifecycle.handle(.resolutionFailed(epoch: 1)) == [.wait(attempt: 1, epoch: 1)])
        #expect(lifecycle.handle(.delayPassed(epoch: 1)) == [.resolve(epoch: 2)])
        _ = lifecycle.handle(.resolved(epoch: 2))
        #expect(lifecycle.handle(.sessionEnded(epoch: 2)) == [.wait(attempt: 2, epoch: 2)])
        _ = lifecycle.handle(.delayPassed(epoch: 2))
        _ = lifecycle.handle(.resolved(epoch: 3))
        _ = lifecycle.handle(.connected(epoch: 3))
        #expect(lifecycle.handle(.sessionEnded(epoch: 3)) == [.wait(attempt: 1, epoch: 3)])
    }

    @Test(
        "the late word of an old epoch changes nothing",
        arguments: [
            .resolved(epoch: 1), .resolutionFailed(epoch: 1), .connected(epoch: 1), .sessionEnded(epoch: 1),
            .delayPassed(epoch: 1), .opened,
        ] as [ConnectionLifecycle.Event])
    func lateWords(event: ConnectionLifecycle.Event) {
        var lifecycle = ConnectionLifecycle()
        for event in [.opened, .resolutionFailed(epoch: 1), .delayPassed(epoch: 1)] as [ConnectionLifecycle.Event] {
            _ = lifecycle.handle(event)
        }
        let before = lifecycle

        #expect(lifecycle.handle(event) == [])
        #expect(lifecycle == before)
    }

    @Test("a server that somebody has seen is tried at once, and only by who was waiting")
    func serverSeen() {
        var lifecycle = ConnectionLifecycle()
        _ = lifecycle.handle(.opened)

        #expect(lifecycle.handle(.serverSeen) == [])
        _ = lifecycle.handle(.resolutionFailed(epoch: 1))
        #expect(lifecycle.handle(.serverSeen) == [.resolve(epoch: 2)])
        #expect(lifecycle.handle(.delayPassed(epoch: 1)) == [])
    }

    @Test("closing disconnects once and nothing opens again")
    func closes() {
        var lifecycle = ConnectionLifecycle()
        _ = lifecycle.handle(.opened)

        #expect(lifecycle.handle(.closed) == [.disconnect])
        #expect(lifecycle.handle(.resolved(epoch: 1)) == [])
        #expect(lifecycle.handle(.opened) == [])
        #expect(lifecycle.handle(.closed) == [])
    }
}
