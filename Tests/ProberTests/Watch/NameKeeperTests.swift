import Failover
import Reactor
import Testing

@testable import Prober

@Suite("Keeper of the name")
struct NameKeeperTests {
    @Test("a vantage that begins to act moves the name to where it should be, and tells")
    func moves() async throws {
        try await onLoop { loop in
            let desk = Desk(SteeringRecord(choice: .main, epoch: 7, by: "busan"), known: nil)
            desk.wanted = .backup
            // The newer record of another is adopted first: only what is wanted after that is done.
            desk.onFound = { desk.wanted = .backup }
            desk.keeper.reconsider(isActing: true, on: loop)
            try await desk.settle(on: loop)

            #expect(desk.authority.record == SteeringRecord(choice: .backup, epoch: 8, by: "osaka"))
            #expect(desk.events.last == .moved(SteeringRecord(choice: .backup, epoch: 8, by: "osaka"), from: .main))
        }
    }

    @Test("a newer decision of somebody else is adopted and not overwritten")
    func adopts() async throws {
        try await onLoop { loop in
            let newer = SteeringRecord(choice: .backup, epoch: 8, by: "busan")
            let desk = Desk(newer, known: SteeringRecord(choice: .main, epoch: 7, by: "osaka"))
            desk.keeper.reconsider(isActing: true, on: loop)
            try await desk.settle(on: loop)

            #expect(desk.authority.record == newer)
            #expect(desk.events == [.found(newer)])
            #expect(desk.authority.moves == 0)
        }
    }

    @Test("a record changed by hand, without a new epoch, is put back")
    func mends() async throws {
        try await onLoop { loop in
            let known = SteeringRecord(choice: .main, epoch: 7, by: "osaka")
            let desk = Desk(SteeringRecord(choice: .backup, epoch: 7, by: "osaka"), known: known)
            desk.keeper.reconsider(isActing: true, on: loop)
            try await desk.settle(on: loop)

            #expect(desk.authority.record == SteeringRecord(choice: .main, epoch: 8, by: "osaka"))
        }
    }

    @Test("an authority whose zone was restored to an older record is put right once, and then left in peace")
    func outlivesRestoredZone() async throws {
        try await onLoop { loop in
            let known = SteeringRecord(choice: .main, epoch: 9, by: "osaka")
            let desk = Desk(SteeringRecord(choice: .main, epoch: 3, by: "busan"), known: known)
            desk.wanted = .backup
            desk.keeper.reconsider(isActing: true, on: loop)
            try await desk.settle(on: loop)
            let reads = desk.authority.reads

            for _ in 0..<3 { desk.keeper.reconsider(isActing: true, on: loop) }
            try await desk.settle(on: loop)

            #expect(desk.authority.record?.choice == .backup)
            #expect(desk.authority.reads == reads)
        }
    }

    @Test("whoever does not act asks and moves nothing")
    func rests() async throws {
        try await onLoop { loop in
            let desk = Desk(SteeringRecord(choice: .main, epoch: 7, by: "busan"), known: nil)
            desk.wanted = .backup
            desk.keeper.reconsider(isActing: false, on: loop)

            #expect(desk.authority.reads == 0)
        }
    }

    @Test("a race lost to another vantage is read again, and the winner is adopted")
    func losesRace() async throws {
        try await onLoop { loop in
            let desk = Desk(SteeringRecord(choice: .main, epoch: 7, by: "busan"), known: nil)
            desk.wanted = .backup
            desk.onFound = { desk.wanted = .backup }
            let winner = SteeringRecord(choice: .backup, epoch: 8, by: "busan")
            desk.authority.beforeMove = { desk.authority.record = winner }
            desk.keeper.reconsider(isActing: true, on: loop)
            try await desk.settle(on: loop)

            #expect(desk.authority.record == winner)
            #expect(desk.keeper.record == winner)
            #expect(desk.keeper.problem == nil)
        }
    }

    @Test("an authority that does not answer is told of once, asked again, and told of when it works")
    func triesAgain() async throws {
        try await onLoop { loop in
            let desk = Desk(SteeringRecord(choice: .main, epoch: 7, by: "osaka"), known: nil, retry: .milliseconds(5))
            desk.wanted = .backup
            desk.onFound = { desk.wanted = .backup }
            desk.authority.isDead = true
            desk.keeper.reconsider(isActing: true, on: loop)
            try await desk.settle(on: loop) { desk.keeper.failures >= 3 }
            #expect(desk.events == [.failed(reason: "it is dead", wanted: .backup)])

            desk.authority.isDead = false
            try await desk.settle(on: loop) { desk.authority.moves == 1 && desk.keeper.problem == nil }

            #expect(desk.events.count { if case .moved = $0 { true } else { false } } == 1)
            #expect(desk.events.contains(.worksAgain))
        }
    }

    @Test("without an authority the record is what the vantages tell each other")
    func keepsOwnRecord() async throws {
        try await onLoop { loop in
            let desk = Desk(nil, known: SteeringRecord(choice: .main, epoch: 3, by: "busan"), hasAuthority: false)
            desk.wanted = .backup
            desk.keeper.reconsider(isActing: true, on: loop)
            try await desk.settle(on: loop) { desk.keeper.record?.epoch == 4 }
            #expect(desk.keeper.record == SteeringRecord(choice: .backup, epoch: 4, by: "osaka"))

            desk.keeper.learn(SteeringRecord(choice: .main, epoch: 4, by: "busan"), on: loop)
            #expect(desk.keeper.record?.choice == .backup)
            desk.keeper.learn(SteeringRecord(choice: .main, epoch: 5, by: "busan"), on: loop)
            #expect(desk.keeper.record?.choice == .main)
        }
    }
}

/// A keeper, an authority in memory, and what happened.
private final class Desk {
    let authority: MemoryAuthority
    let keeper: NameKeeper
    var wanted = RegionChoice.main
    var onFound: () -> Void = {}
    private(set) var events: [NameEvent] = []

    init(
        _ record: SteeringRecord?, known: SteeringRecord?, hasAuthority: Bool = true, retry: Duration = .seconds(3)
    ) {
        authority = MemoryAuthority(record)
        keeper = NameKeeper(
            hasAuthority ? authority : nil, vantage: "osaka", record: known, watchInterval: .seconds(60),
            retryInterval: retry)
        keeper.wanted = { [unowned self] in wanted }
        keeper.onEvent = { [unowned self] event in
            events.append(event)
            // As the detector does: what somebody else decided is where the name should be.
            if case .found(let record) = event {
                wanted = record.choice
                onFound()
            }
        }
    }

    /// Lets the keeper work until it rests, or until `holds`.
    func settle(on loop: isolated EventLoop, until holds: (() -> Bool)? = nil) async throws {
        let end = EventLoop.monotonicNow() + .seconds(10)
        repeat {
            try await loop.sleep(for: .milliseconds(2))
            if holds?() ?? !keeper.isWorking { return }
        } while EventLoop.monotonicNow() < end
        Issue.record("the keeper did not come to rest")
    }
}

/// A record that anybody may change, on the condition that they know it.
private final class MemoryAuthority: Steering {
    var record: SteeringRecord?
    var isDead = false
    var beforeMove: () -> Void = {}
    private(set) var reads = 0
    private(set) var moves = 0

    init(_ record: SteeringRecord?) { self.record = record }

    func read(on loop: isolated EventLoop) async throws(SteeringFailure) -> SteeringRecord? {
        reads += 1
        if isDead { throw .unreachable("it is dead") }
        return record
    }

    func point(
        at choice: RegionChoice, replacing record: SteeringRecord?, by vantage: String, on loop: isolated EventLoop
    ) async throws(SteeringFailure) -> SteeringRecord {
        beforeMove()
        guard record == self.record else { throw .conflict(self.record) }
        moves += 1
        let next = SteeringRecord(choice: choice, epoch: (record?.epoch ?? 0) + 1, by: vantage)
        self.record = next
        return next
    }
}

/// Runs on a loop with a thread of its own.
private func onLoop(_ body: @escaping @Sendable (isolated EventLoop) async throws -> Void) async throws {
    let loop = try EventLoop.start(named: "keeper")
    defer { loop.stop() }
    try await body(loop)
}
