import Failover
import LocalRegions
import Reactor
import Testing

@testable import Prober

@Suite("Moving the name by dynamic update")
struct DynamicUpdateSteeringTests {
    /// What a fresh zone says: the operator's own record.
    private static let fresh = SteeringRecord(choice: .main, epoch: 0, by: "")

    @Test(
        "a move is in the server's next answer, with the TTL that was set and the epoch beside it",
        arguments: ServerKind.allCases, UpdateProgram.allCases)
    func moves(kind: ServerKind, program: UpdateProgram) async throws {
        let steered = try await SteeredServer(kind, program: program)
        let (name, tokyo) = (steered.zone.serviceName, steered.zone.regionName("tokyo"))
        #expect(try await steered.read() == Self.fresh)

        let record = try await steered.point(at: .backup, replacing: Self.fresh, by: "osaka")

        let answer = try await steered.answer(name, .a)
        let note = try await steered.answer(steered.zone.epochName, .txt)
        let back = try await steered.point(at: .main, replacing: record, by: "busan")
        await steered.stop()
        #expect(record == SteeringRecord(choice: .backup, epoch: 1, by: "osaka"))
        #expect(answer.first == NameRecord(owner: name, type: .cname, timeToLiveSeconds: 17, value: tokyo))
        #expect(answer.last?.value == "127.0.0.2", "a client is sent to the other region in the same answer")
        #expect(note.map(\.value) == ["epoch=1 by=osaka"])
        #expect(note.map(\.timeToLiveSeconds) == [17])
        #expect(back == SteeringRecord(choice: .main, epoch: 2, by: "busan"))
    }

    @Test(
        "a stale actor is refused by the server and told who was newer", arguments: ServerKind.allCases,
        UpdateProgram.allCases)
    func staleActor(kind: ServerKind, program: UpdateProgram) async throws {
        let steered = try await SteeredServer(kind, program: program)
        let newer = try await steered.point(at: .backup, replacing: Self.fresh, by: "osaka")

        let sameEpochOfAnother = SteeringRecord(choice: .backup, epoch: 1, by: "busan")
        for stale in [Self.fresh, sameEpochOfAnother, nil] {
            let refusal = await steered.refusal(at: .main, replacing: stale)
            #expect(refusal == .conflict(newer), "\(String(describing: stale))")
        }

        #expect(try await steered.read() == newer, "the newer decision stays")
        await steered.stop()
    }

    @Test("of many vantages that act at once exactly one moves the name", arguments: ServerKind.allCases)
    func manyActors(kind: ServerKind) async throws {
        let steered = try await SteeredServer(kind)

        let refusals = await withTaskGroup(of: SteeringFailure?.self) { group in
            for number in 0..<8 {
                group.addTask {
                    let choice: RegionChoice = number.isMultiple(of: 2) ? .backup : .main
                    return await steered.refusal(at: choice, replacing: Self.fresh, by: "vantage-\(number)")
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }

        let left = try #require(try await steered.read())
        await steered.stop()
        #expect(left.epoch == 1)
        #expect(refusals.filter { $0 == nil }.count == 1)
        #expect(refusals.filter { $0 == .conflict(left) }.count == 7, "everybody else is told who was first")
    }

    @Test("a name that has no record yet gets one", arguments: ServerKind.allCases)
    func firstRecord(kind: ServerKind) async throws {
        let steered = try await SteeredServer(kind)
        try await steered.update("update delete \(steered.zone.serviceName). CNAME")
        #expect(try await steered.read() == nil)

        let record = try await steered.point(at: .main, replacing: nil, by: "osaka")

        #expect(record == SteeringRecord(choice: .main, epoch: 1, by: "osaka"))
        await steered.stop()
    }

    @Test("a record that an operator turned by hand is seen, and not turned back by somebody who has not seen it")
    func operatorsHand() async throws {
        let steered = try await SteeredServer(.knot)
        let before = try await steered.point(at: .backup, replacing: Self.fresh, by: "osaka")
        let name = steered.zone.serviceName

        try await steered.update(
            "update delete \(name). CNAME", "update add \(name). 30 CNAME \(steered.zone.regionName("seoul")).")

        let now = SteeringRecord(choice: .main, epoch: 1, by: "osaka")
        #expect(try await steered.read() == now)
        #expect(await steered.refusal(replacing: before) == .conflict(now))
        await steered.stop()
    }

    @Test("an update that was done although its answer got lost counts as done")
    func lostAnswer() async throws {
        let steered = try await SteeredServer(.bind)
        let mine = try await steered.point(at: .backup, replacing: Self.fresh, by: "osaka")

        let again = try await steered.point(at: .backup, replacing: Self.fresh, by: "osaka")

        #expect(again == mine, "the same move, asked for twice, is found made")
        await steered.stop()
    }
}
