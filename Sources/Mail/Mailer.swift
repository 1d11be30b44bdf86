internal import Bytes
package import Reactor

/// Hands messages to a relay without ever blocking a loop: libcurl's transfer has a thread of its own.
package final class Mailer: Sendable {
    private let relay: MailRelay
    private let onTheirWay = Lock(0)

    package init(relay: MailRelay) { self.relay = relay }

    /// Why no mail can ever be sent from here, so that it is not the first alarm that says so.
    package static var complaint: String? { CurlLibrary.loaded.complaint }

    /// Returns when the relay has taken the message for every recipient.
    ///
    /// libcurl keeps the deadline itself; should it hang nevertheless, in a resolver, the answer comes from the loop's
    /// timer a moment later, and the thread ends when it can.
    package func send(
        _ message: MailMessage, within deadline: Duration, on loop: isolated EventLoop
    ) async throws(MailFailure) {
        let answer = Answer()
        let result = await withCheckedContinuation { continuation in
            answer.await(continuation)
            start(message, within: deadline, answer)
            loop.schedule(after: deadline + .seconds(1)) { answer.give(.failure(.unreachable("no answer in time"))) }
        }
        try result.get()
    }

    private func start(_ message: MailMessage, within deadline: Duration, _ answer: Answer) {
        let maySend = onTheirWay.withLock { count in
            guard count < MailLimits.transfersMax else { return false }
            count += 1
            return true
        }
        guard maySend else { return answer.give(.failure(.busy)) }
        do throws(SystemError) {
            try Thread.start(named: "mail") {
                answer.give(Transfer.run(message, through: self.relay, within: deadline))
                self.onTheirWay.withLock { $0 -= 1 }
            }
        } catch {
            onTheirWay.withLock { $0 -= 1 }
            answer.give(.failure(.unreachable("\(error)")))
        }
    }

    /// Takes the first answer and forgets later ones: the thread and the timer race.
    private final class Answer: Sendable {
        typealias Continuation = CheckedContinuation<Result<Void, MailFailure>, Never>
        private let continuation = Lock<Continuation?>(nil)

        func await(_ continuation: Continuation) { self.continuation.withLock { $0 = continuation } }

        func give(_ result: Result<Void, MailFailure>) {
            continuation.withLock { waiting in
                defer { waiting = nil }
                return waiting
            }?.resume(returning: result)
        }
    }
}
