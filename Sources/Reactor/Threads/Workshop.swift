internal import Glibc

/// A few threads for work that would hold up a loop: what comes in waits in bounded lines, what is made goes back.
///
/// Arithmetic with private and public keys takes from a tenth of a millisecond to several. On a loop, a few hundred of
/// them a second would be felt by every request behind them; here they cost their own askers a wait, and nobody else
/// anything (docs/decisions/0028-workshop.md).
package final class Workshop: Sendable {
    /// How the work of one line stands.
    package struct LineStanding: Equatable, Sendable {
        package var waiting = 0
        /// What was begun since the start, without the pieces that only went on.
        package var served = 0
        /// Turned away, because the line was full.
        package var refused = 0
        /// Given up, because it had waited too long.
        package var overdue = 0
        /// All waits of what was served, together.
        package var waited: Duration = .zero

        package init() {}
    }

    /// Why no work was done.
    package enum Refusal: Error, Equatable, Sendable {
        case full
        case overdue
        case closed
    }

    private struct State {
        var queue: WorkQueue<any WorkshopJob>
        var isClosed = false
        var threadCount = 0
        var waitingForEnd: [CheckedContinuation<Void, Never>] = []
    }

    private let name: String
    private let threadCount: Int
    private let state: Lock<State>
    /// One for each piece of work that waits, and at the end one for each thread.
    private let work = Semaphore()

    /// - Parameters:
    ///   - name: What the threads are called.
    ///   - lineCount: Who asks in another line does not wait behind this one's.
    ///   - waitingMax: Pieces of work that may wait in each line.
    ///   - patience: How long they may; who asked has given up by then.
    package init(
        named name: String, threadCount: Int, lineCount: Int, waitingMax: Int, patience: Duration = .seconds(2)
    ) {
        (self.name, self.threadCount) = (name, max(1, threadCount))
        state = Lock(
            State(queue: WorkQueue(lineCount: lineCount, waitingMax: max(1, waitingMax), patience: patience)))
    }

    /// Starts the threads; what was asked before waits for this.
    package func start() throws(SystemError) {
        for number in 0..<threadCount {
            state.withLock { $0.threadCount += 1 }
            do throws(SystemError) {
                try Thread.start(named: "\(name) \(number)") { [self] in
                    Thread.yieldToOthers()
                    while let job = next() { job.run() }
                    threadEnded()
                }
            } catch {
                threadEnded()
                throw error
            }
        }
    }

    /// How each line stands.
    package var lines: [LineStanding] { state.withLock { $0.queue.lines } }

    /// Takes no more work, gives back what waits, and comes back when the threads have ended.
    package func close() async {
        let abandoned = state.withLock { state in
            state.isClosed = true
            return state.queue.takeAll()
        }
        for job in abandoned { job.refuse(.closed) }
        for _ in 0..<threadCount { work.post() }
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if state.threadCount > 0 { state.waitingForEnd.append(continuation) }
                return state.threadCount == 0
            }
            if isOver { continuation.resume() }
        }
    }
}

// MARK: Asking

extension Workshop {
    /// Whether work begins, or goes on with what was begun: that is served first and never refused for lack of room.
    package enum Stage: Sendable {
        case first, further
    }

    /// Has `input` worked on, without a task.
    ///
    /// - Parameters:
    ///   - line: From 0.
    ///   - work: On one of the threads.
    ///   - then: Called once, on the loop, and never before this returns.
    package func submit<Input: ~Copyable & Sendable, Output: Sendable>(
        _ input: consuming Input, line: Int, _ stage: Stage = .first, on loop: isolated EventLoop,
        _ work: @escaping @Sendable (consuming Input) -> Output,
        then: @escaping (Result<Output, Refusal>) -> Void
    ) {
        let job = Job(input, for: loop, work, then)
        if let refusal = add(job, to: line, stage) { job.refuse(refusal) } else { self.work.post() }
    }

    /// The same for whoever has a task.
    package func run<Output: Sendable>(
        line: Int, _ stage: Stage = .first, on loop: isolated EventLoop, _ work: @escaping @Sendable () -> Output
    ) async throws(Refusal) -> Output {
        let result = await withCheckedContinuation(isolation: loop) { continuation in
            submit((), line: line, stage, on: loop, { _ in work() }, then: { continuation.resume(returning: $0) })
        }
        return try result.get()
    }

    private func add(_ job: any WorkshopJob, to line: Int, _ stage: Stage) -> Refusal? {
        state.withLock { state in
            guard !state.isClosed else { return .closed }
            switch stage {
            case .first: return state.queue.add(job, to: line, at: EventLoop.monotonicNow()) ? nil : .full
            case .further:
                state.queue.goOn(with: job, of: line)
                return nil
            }
        }
    }
}

// MARK: Working

extension Workshop {
    /// Nil at the end.
    private func next() -> (any WorkshopJob)? {
        while true {
            work.wait()
            let (next, isOver) = state.withLock { ($0.queue.next(at: EventLoop.monotonicNow()), $0.isClosed) }
            if isOver { return nil }
            switch next {
            case .work(let job): return job
            case .overdue(let job): job.refuse(.overdue)
            case nil: break
            }
        }
    }

    private func threadEnded() {
        let waiting = state.withLock { state in
            state.threadCount -= 1
            guard state.threadCount == 0 else { return [CheckedContinuation<Void, Never>]() }
            defer { state.waitingForEnd = [] }
            return state.waitingForEnd
        }
        for continuation in waiting { continuation.resume() }
    }
}

/// A piece of work and whom its result is for.
private protocol WorkshopJob: AnyObject, Sendable {
    func run()
    func refuse(_ refusal: Workshop.Refusal)
}

/// Unchecked: its asker makes it, one thread works on it, and then the loop has it again; never two at a time.
private final class Job<Input: ~Copyable & Sendable, Output: Sendable>: WorkshopJob, Delivery, @unchecked Sendable {
    private let loop: EventLoop
    private var input: Input?
    private var work: (@Sendable (consuming Input) -> Output)?
    private let then: (Result<Output, Workshop.Refusal>) -> Void
    private var outcome: Result<Output, Workshop.Refusal> = .failure(.closed)

    init(
        _ input: consuming Input, for loop: EventLoop, _ work: @escaping @Sendable (consuming Input) -> Output,
        _ then: @escaping (Result<Output, Workshop.Refusal>) -> Void
    ) {
        self.loop = loop
        self.input = consume input
        self.work = work
        self.then = then
    }

    func run() {
        guard let input = input.take(), let work = work.take() else { return }
        outcome = .success(work(input))
        loop.deliver(self)
    }

    func refuse(_ refusal: Workshop.Refusal) {
        input = nil
        work = nil
        outcome = .failure(refusal)
        loop.deliver(self)
    }

    func arrive(on loop: isolated EventLoop) { then(outcome) }
}
