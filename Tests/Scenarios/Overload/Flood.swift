import Foundation
import Glibc
import Reactor
import TestSupport

/// Clients that ask, on a thread of their own: as fast as they are answered, or at a steady pace whatever happens.
final class Flood: Sendable {
    private static let overloaded = "/problems/overloaded\""

    /// Questions at a pace that may wait for their answers: fewer than a server reads ahead.
    private static let awaitedMax = 12

    struct Tally {
        var answers = 0
        /// With the problem `overloaded`.
        var shed = 0

        /// Nil when nothing was answered.
        var shedShare: Double? { answers > 0 ? Double(shed) / Double(answers) : nil }
    }

    private struct State {
        var size: Int
        var tally = Tally()
        var isOver = false
    }

    private struct Client {
        let number: CInt
        /// Answers that are still to come.
        var awaited = 0
        /// When it asks next, at a pace.
        var due = ContinuousClock.now
        /// What came last: what is counted may have been cut.
        var rest: [UInt8] = []
    }

    private let state: Lock<State>
    private let questionsAtOnce: Int
    private let pace: Duration?

    /// - Parameters:
    ///   - question: Whole, and answered by one answer.
    ///   - atOnce: How often each asks before it waits.
    ///   - pace: From one question to the next, without waiting; nil asks as soon as all is answered.
    init(_ question: [UInt8], atOnce: Int, every pace: Duration? = nil, by size: Int, to host: String, port: UInt16) {
        state = Lock(State(size: size))
        questionsAtOnce = atOnce
        self.pace = pace
        let questions = Array([[UInt8]](repeating: question, count: atOnce).joined())
        Thread.detachNewThread { [self] in
            var clients: [Client] = []
            while case let (size, isOver) = state.withLock({ ($0.size, $0.isOver) }), !isOver {
                while clients.count < size, let number = try? Swarm.connect(from: "127.0.0.1", to: host, port) {
                    clients.append(Client(number: number))
                }
                turn(&clients, questions)
            }
            for client in clients { _ = Glibc.close(client.number) }
        }
    }

    /// So many more ask from now on.
    func grow(by count: Int) { state.withLock { $0.size += count } }

    func end() { state.withLock { $0.isOver = true } }

    /// What was answered since `takeTally`.
    var tally: Tally { state.withLock { $0.tally } }

    /// What was answered since the last call.
    func takeTally() -> Tally {
        state.withLock { state in
            defer { state.tally = Tally() }
            return state.tally
        }
    }

    private func turn(_ clients: inout [Client], _ questions: [UInt8]) {
        let now = ContinuousClock.now
        for index in clients.indices where mayAsk(clients[index], at: now) {
            guard Glibc.send(clients[index].number, questions, questions.count, CInt(MSG_NOSIGNAL)) > 0 else {
                continue
            }
            clients[index].awaited += questionsAtOnce
            if let pace { clients[index].due += pace }
        }
        var polled = clients.map { pollfd(fd: $0.number, events: Int16(POLLIN), revents: 0) }
        guard poll(&polled, nfds_t(polled.count), pace == nil ? 50 : 2) > 0 else { return }
        for index in polled.indices.reversed() where polled[index].revents != 0 {
            if hear(&clients[index]) { continue }
            _ = Glibc.close(clients.remove(at: index).number)
        }
    }

    private func mayAsk(_ client: Client, at now: ContinuousClock.Instant) -> Bool {
        pace == nil ? client.awaited == 0 : client.due <= now && client.awaited < Self.awaitedMax
    }

    /// Counts what has come; false at the end of the connection.
    private func hear(_ client: inout Client) -> Bool {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(client.number, &buffer, buffer.count, CInt(MSG_DONTWAIT))
        guard count > 0 else { return count < 0 && errno == EAGAIN }
        let all = client.rest + buffer.prefix(count)
        let answers = Self.count("HTTP/1.1 ", in: all) - Self.count("HTTP/1.1 ", in: client.rest)
        client.awaited -= answers
        client.rest = all.suffix(Self.overloaded.utf8.count)
        let shed = Self.count(Self.overloaded, in: all) - Self.count(Self.overloaded, in: client.rest)
        state.withLock { state in
            state.tally.answers += answers
            state.tally.shed += shed
        }
        return true
    }

    private static func count(_ words: String, in bytes: [UInt8]) -> Int {
        String(decoding: bytes, as: UTF8.self).components(separatedBy: words).count - 1
    }
}
