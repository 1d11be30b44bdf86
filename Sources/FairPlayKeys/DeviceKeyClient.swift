package import Bytes
package import DRMSystems
package import Reactor

/// Asks the licensee's program for device keys, over its Unix socket.
///
/// The program is a process of its own, with a user, secrets and libraries of its own, and somebody else keeps it
/// running (docs/fairplay.md). One loop has one connection, on which questions do not wait for each other's answers. A
/// question whose connection breaks is asked once more: the same question has the same answer, always.
///
/// Unchecked: touched on its loop only.
package final class DeviceKeyClient: @unchecked Sendable {
    package typealias Answering = (Result<Secret, DeviceKeyFailure>) -> Void

    /// How the program did, the last time it was asked anything.
    package enum Standing: Equatable, Sendable {
        case unasked
        case working
        /// It works, and had no key for whom it was asked last.
        case refusing(words: String)
        case failing(DeviceKeyFailure)
    }

    private struct Waiting {
        let question: DeviceKeyQuestion
        let then: Answering
        let timer: TimerID
        var sent: Duration
        var isSecondTry = false
    }

    package private(set) var standing = Standing.unasked
    /// Told on the loop, for the log; seldom, for players may change it with each question, and what it is in the end.
    package var standingChanged: ((Standing) -> Void)?
    private var toldStanding = Standing.unasked
    private var isTellingLater = false
    private var isRefreshing = false
    private let path: String
    private let limits: DeviceKeyLimits
    private var connection: DeviceKeyConnection?
    private var redial = Redial()
    private var waiting: [Int64: Waiting] = [:]
    private var lastNumber: Int64 = 0

    /// - Parameter path: Where the program listens: a path, or `@name` in the abstract namespace.
    package init(path: String, limits: DeviceKeyLimits = DeviceKeyLimits()) {
        (self.path, self.limits) = (path, limits)
    }

    /// The key of one device and one request.
    ///
    /// - Parameter then: Called once, on the loop, and never before this returns.
    package func deviceKey(
        for derivation: FairPlayDerivation, on loop: isolated EventLoop, then: @escaping Answering
    ) {
        ask(.derive(derivation), on: loop, then: then)
    }

    /// Asks whether the program works, for those who want to know before a player does; the key that comes is empty.
    package func check(on loop: isolated EventLoop, then: @escaping Answering) { ask(.status, on: loop, then: then) }

    /// The same for the sake of `standing` alone, unless it is being asked: strangers may want to know at any rate.
    package func refreshStanding(on loop: isolated EventLoop) {
        guard !isRefreshing else { return }
        isRefreshing = true
        check(on: loop) { [weak self] _ in self?.isRefreshing = false }
    }

    private func ask(_ question: DeviceKeyQuestion, on loop: isolated EventLoop, then: @escaping Answering) {
        guard waiting.count < limits.waitingMax else {
            loop.schedule(after: .zero) { then(.failure(.busy)) }
            return
        }
        lastNumber &+= 1
        let number = lastNumber
        let timer = loop.schedule(after: limits.patience) { self.patienceEnded(number, on: loop) }
        waiting[number] = Waiting(question: question, then: then, timer: timer, sent: loop.now)
        send(number, on: loop)
    }

    /// Over the connection there is, or a new one.
    private func send(_ number: Int64, on loop: isolated EventLoop) {
        guard let question = waiting[number]?.question else { return }
        waiting[number]?.sent = loop.now
        do throws(DeviceKeyFailure) {
            try connected(on: loop).send(question.json(number: number), on: loop)
        } catch {
            loop.schedule(after: .zero) { self.finish(number, .failure(error), on: loop) }
        }
    }

    private func connected(on loop: isolated EventLoop) throws(DeviceKeyFailure) -> DeviceKeyConnection {
        if let connection { return connection }
        guard redial.mayTry(at: loop.now) else { throw .unreachable(reason: "the next attempt comes within seconds") }
        do throws(SystemError) {
            let made = try DeviceKeyConnection(to: path, on: loop) { [weak self] event, loop in
                self?.handle(event, on: loop)
            }
            connection = made
            return made
        } catch {
            redial.failed(at: loop.now)
            throw .unreachable(reason: "\(error)")
        }
    }

    private func handle(_ event: DeviceKeyConnection.Event, on loop: isolated EventLoop) {
        switch event {
        case .answered(let answer):
            redial.succeeded()
            let fits = waiting[answer.number].map { answer.fits($0.question) } ?? true
            finish(answer.number, fits ? answer.outcome : .failure(.malformed), on: loop)
        case .ended(let failure):
            connection = nil
            for (number, one) in waiting.sorted(by: { $0.key < $1.key }) {
                guard !one.isSecondTry else {
                    finish(number, .failure(failure), on: loop)
                    continue
                }
                waiting[number]?.isSecondTry = true
                send(number, on: loop)
            }
        }
    }

    /// A program that has said nothing since it was asked is left: its next connection may be to a better one.
    private func patienceEnded(_ number: Int64, on loop: isolated EventLoop) {
        guard let one = waiting[number] else { return }
        finish(number, .failure(.late), on: loop)
        guard let connection, connection.heard < one.sent else { return }
        connection.close(on: loop)
        handle(.ended(.late), on: loop)
    }

    private func finish(_ number: Int64, _ outcome: Result<Secret, DeviceKeyFailure>, on loop: isolated EventLoop) {
        guard let one = waiting.removeValue(forKey: number) else { return }
        loop.cancel(one.timer)
        switch outcome {
        case .success: standing = .working
        case .failure(.refused(let words)): standing = .refusing(words: words)
        case .failure(let failure): standing = .failing(failure)
        }
        tellStanding(on: loop)
        one.then(outcome)
    }

    private func tellStanding(on loop: isolated EventLoop) {
        guard let standingChanged, standing != toldStanding, !isTellingLater else { return }
        (toldStanding, isTellingLater) = (standing, true)
        loop.schedule(after: limits.tellInterval) { [weak self] in
            self?.isTellingLater = false
            self?.tellStanding(on: loop)
        }
        standingChanged(standing)
    }
}
