import Bytes
import DRMSystems
import FairPlayKeys
import Foundation
import LocalRegions
import Reactor
import TestSupport
import Testing

/// What a client's owner would write down.
private final class Told: Sendable {
    private let standings = Lock<[DeviceKeyClient.Standing]>([])

    var all: [DeviceKeyClient.Standing] { standings.withLock { $0 } }
    func add(_ standing: DeviceKeyClient.Standing) { standings.withLock { $0.append(standing) } }
}

/// A client on a loop of its own.
private final class Asker: Sendable {
    let loop: EventLoop
    let client: DeviceKeyClient

    private let told = Told()

    init(
        _ path: String, patience: Duration = .seconds(20), waitingMax: Int = 64, tellInterval: Duration = .zero
    ) throws {
        var limits = DeviceKeyLimits()
        (limits.patience, limits.waitingMax, limits.tellInterval) = (patience, waitingMax, tellInterval)
        loop = try EventLoop.start(named: "test-helper")
        client = DeviceKeyClient(path: path, limits: limits)
        client.standingChanged = { [told] in told.add($0) }
    }

    deinit { loop.stop() }

    func ask(_ number: UInt8 = 1) async -> Result<[UInt8], DeviceKeyFailure> { await loop.ask(client, number) }
    var standing: DeviceKeyClient.Standing { get async { await loop.standing(of: client) } }
    var toldStandings: [DeviceKeyClient.Standing] { told.all }
}

extension EventLoop {
    fileprivate func ask(_ client: DeviceKeyClient, _ number: UInt8) async -> Result<[UInt8], DeviceKeyFailure> {
        let result = await withCheckedContinuation { continuation in
            client.deviceKey(for: question(number), on: self) { continuation.resume(returning: $0) }
        }
        return result.map { key in key.withBytes { bytes in bytes.indices.map { bytes[$0] } } }
    }

    fileprivate func check(_ client: DeviceKeyClient) async -> Result<Secret, DeviceKeyFailure> {
        await withCheckedContinuation { continuation in
            client.check(on: self) { continuation.resume(returning: $0) }
        }
    }

    fileprivate func refreshStanding(of client: DeviceKeyClient) { client.refreshStanding(on: self) }

    fileprivate func standing(of client: DeviceKeyClient) -> DeviceKeyClient.Standing { client.standing }
}

private func question(_ number: UInt8) -> FairPlayDerivation {
    FairPlayDerivation(
        r2: [UInt8](repeating: number, count: 21), certificateHash: [UInt8](repeating: 7, count: 20), spcVersion: 1,
        protocolVersion: 1)
}

private func key(_ number: UInt8) -> [UInt8] {
    InventedDerivation.deviceKey(r2: [UInt8](repeating: number, count: 21))
        .withBytes { bytes in bytes.indices.map { bytes[$0] } }
}

extension Result {
    fileprivate var failure: Failure? { if case .failure(let failure) = self { failure } else { nil } }
}

@Suite("FairPlay helper client")
struct DeviceKeyClientTests {
    @Test("each question gets its own answer, also when many are asked at once")
    func answers() async throws {
        let program = try await FairPlayKeyProgram.start()
        let asker = try Asker(program.path)

        let answers = await withTaskGroup { group in
            for number in UInt8(0)..<50 { group.addTask { (number, await asker.ask(number)) } }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }

        for number in UInt8(0)..<50 { #expect(answers[number] == .success(key(number))) }
        #expect(await asker.standing == .working)
        #expect(await asker.loop.load.watches == 1)
    }

    @Test("its state can be asked for without a device")
    func checks() async throws {
        let program = try await FairPlayKeyProgram.start()
        let asker = try Asker(program.path)
        #expect(await asker.standing == .unasked)
        let answer = await asker.loop.check(asker.client)
        #expect(answer.failure == nil)
        #expect(await asker.standing == .working)
    }

    @Test("where nobody listens the answer is a failure, at once")
    func saysThatNobodyListens() async throws {
        let folder = try TemporaryDirectory()
        let asker = try Asker(folder.url.appending(path: "none").path)
        for _ in 0..<3 {
            guard case .unreachable = await asker.ask().failure else {
                Issue.record("somebody answered")
                return
            }
        }
        #expect(await asker.loop.load.watches == 0)
    }

    @Test("a program that was killed and started again is found without a word from us")
    func findsTheSuccessor() async throws {
        let first = try await FairPlayKeyProgram.start()
        let asker = try Asker(first.path)
        #expect(await asker.ask(1) == .success(key(1)))

        await first.kill()
        let failure = await asker.ask(2).failure
        #expect(failure != nil)
        #expect(await asker.standing == failure.map { .failing($0) })

        let second = try await first.successor()
        try await eventually("the successor answers", within: .seconds(20)) { await asker.ask(3) == .success(key(3)) }
        #expect(await asker.standing == .working)
        await second.kill()
    }

    @Test("a question that was under way when its connection ended is asked again")
    func asksAgain() async throws {
        let first = try await FairPlayKeyProgram.start(.silent)
        let asker = try Asker(first.path)
        async let answer = asker.ask(9)
        try await eventually("the question is under way", within: .seconds(20)) { await asker.loop.load.watches == 1 }
        // The successor listens before the first one ends: as when its supervisor hands over the socket.
        let second = try await first.successor()

        await first.kill()

        #expect(await answer == .success(key(9)))
        await second.kill()
    }

    @Test("one that says nothing is given up in time, and left")
    func givesUp() async throws {
        let program = try await FairPlayKeyProgram.start(.silent)
        let asker = try Asker(program.path, patience: .milliseconds(50))
        #expect(await asker.ask().failure == .late)
        #expect(await asker.standing == .failing(.late))
        let load = await asker.loop.load
        #expect(load.watches == 0)
    }

    @Test("a halted one costs each question its patience and no more, and answers when it goes on")
    func survivesHalting() async throws {
        let program = try await FairPlayKeyProgram.start()
        let asker = try Asker(program.path, patience: .milliseconds(200))
        program.halt()
        #expect(await asker.ask(1).failure == .late)
        program.resume()
        try await eventually("it answers again", within: .seconds(20)) { await asker.ask(2) == .success(key(2)) }
    }

    @Test(
        "what is no answer ends the talk, and the question fails after its second try",
        arguments: [FairPlayKeyProgram.Manner.garbage, .long])
    func refusesGarbage(manner: FairPlayKeyProgram.Manner) async throws {
        let program = try await FairPlayKeyProgram.start(manner)
        let asker = try Asker(program.path)
        #expect(await asker.ask().failure == .malformed)
    }

    @Test("one that hangs up each time is a failure after the second")
    func countsTries() async throws {
        let program = try await FairPlayKeyProgram.start(.fragile)
        let asker = try Asker(program.path)
        #expect(await asker.ask().failure == .unreachable(reason: "it closed the connection"))
    }

    @Test("a refusal is told with its words, and is no failure of the program")
    func tellsRefusals() async throws {
        let program = try await FairPlayKeyProgram.start(.refusing)
        let asker = try Asker(program.path)
        #expect(await asker.ask().failure == .refused(words: "no such certificate"))
        #expect(await asker.standing == .refusing(words: "no such certificate"))
    }

    @Test("an answer to another kind of question is none: neither a word instead of a key, nor a key instead of a word")
    func refusesOtherAnswers() async throws {
        let program = try await FairPlayKeyProgram.start(.confused)
        let asker = try Asker(program.path)
        #expect(await asker.ask().failure == .malformed)
        #expect(await asker.loop.check(asker.client).failure == .malformed)
    }

    @Test("players who change its standing with each question do not write a line with each")
    func tellsSeldom() async throws {
        let program = try await FairPlayKeyProgram.start(.moody)
        let asker = try Asker(program.path, tellInterval: .seconds(3_600))

        for number in UInt8(0)..<20 { _ = await asker.ask(number) }

        #expect(await asker.standing == .refusing(words: "no such certificate"))
        #expect(asker.toldStandings == [.working])
    }

    @Test("what its standing is in the end is told, if late")
    func tellsTheEnd() async throws {
        let program = try await FairPlayKeyProgram.start(.moody)
        let asker = try Asker(program.path, tellInterval: .milliseconds(100))
        for number in UInt8(0)..<6 { _ = await asker.ask(number) }
        try await eventually("the last standing is told", within: .seconds(20)) {
            asker.toldStandings.last == .refusing(words: "no such certificate")
        }
    }

    @Test("however often strangers ask for its standing, one question is under way for them")
    func asksForStrangersOnce() async throws {
        let program = try await FairPlayKeyProgram.start(.silent)
        let asker = try Asker(program.path, patience: .milliseconds(500), waitingMax: 2)
        for _ in 0..<10 { await asker.loop.refreshStanding(of: asker.client) }
        #expect(await asker.ask().failure == .late)
    }

    @Test("no more than the allowed number of questions wait")
    func boundsWaiting() async throws {
        let program = try await FairPlayKeyProgram.start(.silent)
        let asker = try Asker(program.path, patience: .seconds(2), waitingMax: 2)
        let failures = await withTaskGroup { group in
            for number in UInt8(0)..<5 { group.addTask { await asker.ask(number).failure } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(failures.filter { $0 == .busy }.count == 3)
        #expect(failures.filter { $0 == .late }.count == 2)
    }

    @Test("the stand-in does not start in earnest")
    func standInRefuses() async throws {
        let folder = try TemporaryDirectory()
        let path = folder.url.appending(path: "fairplay.sock").path
        let result = try await Command("python3", [TestPeers.script("fairplay_helper.py").path, path]).result()
        #expect(result.status == 1)
        #expect(result.errorText.contains("for tests only"))
    }
}
