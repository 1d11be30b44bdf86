package import Reactor

/// Starts the licensee's program and keeps it running; does what `KeyProgramLife` decides.
///
/// On a loop and thread of its own: starting a program waits for the disk, and the kernel kills the program when the
/// thread that started it is gone.
///
/// Unchecked: touched on its loop only, and all that others call is `stop`.
package final class KeyProgramKeeper: @unchecked Sendable {
    package typealias Telling = @Sendable (KeyProgramNews) -> Void

    private let command: KeyProgramCommand
    private let board: KeyProgramBoard
    private let tell: Telling
    private let loop: EventLoop
    private var life: KeyProgramLife
    private var running: KeptProgram?
    /// Asks this run of the program, and knows nothing of the ones before.
    private var asker: DeviceKeyClient?
    private var lines = ProgramLines()
    private var timer: TimerID?
    private var whenOver: (() -> Void)?

    private init(
        _ command: KeyProgramCommand, _ limits: KeyProgramLimits, _ board: KeyProgramBoard, _ tell: @escaping Telling
    ) throws(SystemError) {
        (self.command, self.board, self.tell) = (command, board, tell)
        life = KeyProgramLife(limits)
        loop = try EventLoop.start(named: "key program")
    }

    /// Begins at once, and goes on until `stop`.
    ///
    /// - Parameter tell: Called on the keeper's thread.
    package static func start(
        _ command: KeyProgramCommand, limits: KeyProgramLimits = KeyProgramLimits(), board: KeyProgramBoard,
        tell: @escaping Telling
    ) throws(SystemError) -> KeyProgramKeeper {
        let keeper = try KeyProgramKeeper(command, limits, board, tell)
        Task { await keeper.begin(on: keeper.loop) }
        return keeper
    }

    /// Comes back when the program is gone, or cannot be made to go.
    package func stop() async {
        await end(on: loop)
        board.post(nil)
        loop.stop()
    }

    private func begin(on loop: isolated EventLoop) { handle(.woke(at: loop.now), on: loop) }

    private func end(on loop: isolated EventLoop) async {
        await withCheckedContinuation(isolation: loop) { continuation in
            guard life.phase != .over else { return continuation.resume() }
            whenOver = { continuation.resume() }
            handle(.dismissed(at: loop.now), on: loop)
        }
    }

    private func handle(_ event: KeyProgramLife.Event, on loop: isolated EventLoop) {
        let before = life.phase
        let effects = life.handle(event)
        board.post(KeyProgramBoard.Standing(phase: life.phase, ends: life.ends))
        if case (.starting, .working) = (before, life.phase) { tell(.works) }
        for effect in effects { perform(effect, since: before, on: loop) }
    }

    private func perform(
        _ effect: KeyProgramLife.Effect, since before: KeyProgramLife.Phase, on loop: isolated EventLoop
    ) {
        switch effect {
        case .start: start(on: loop)
        case .ask: ask(on: loop)
        case .wake(let time): wake(at: time, on: loop)
        case .terminate: running?.send(.terminate)
        case .kill:
            tell(before.isRunning ? .silent : .stubborn)
            running?.send(.kill)
        case .finish:
            if running != nil { tell(.immortal) }
            if let timer { loop.cancel(timer) }
            whenOver?()
            whenOver = nil
        }
    }

    private func wake(at time: Duration, on loop: isolated EventLoop) {
        if let timer { loop.cancel(timer) }
        timer = loop.schedule(after: max(.zero, time - loop.now)) { [weak self] in
            guard let self else { return }
            timer = nil
            handle(.woke(at: loop.now), on: loop)
        }
    }

    private func start(on loop: isolated EventLoop) {
        do throws(SystemError) {
            guard try UnixStream.makeRoom(at: command.socket) else { return lacks("another program listens", on: loop) }
            lines = ProgramLines()
            let started = try KeptProgram(command.program, on: loop) { [weak self] event, loop in
                self?.take(event, on: loop)
            }
            (running, asker) = (started, DeviceKeyClient(path: command.socket))
            tell(.started(processID: started.processID))
            handle(.started(at: loop.now), on: loop)
        } catch {
            lacks("\(error)", on: loop)
        }
    }

    private func lacks(_ reason: String, on loop: isolated EventLoop) {
        handle(.notStarted(at: loop.now), on: loop)
        tell(.notStarted(reason: reason, again: rest(at: loop.now) ?? .zero))
    }

    private func take(_ event: KeptProgram.Event, on loop: isolated EventLoop) {
        switch event {
        case .wrote(let bytes): tell(lines.take(bytes, at: loop.now))
        case .ended(let ending):
            tell(lines.finish(at: loop.now))
            (running, asker) = (nil, nil)
            let isLast = life.isDismissed
            if isLast { tell(.ended(ending, again: nil)) }
            handle(.ended(at: loop.now), on: loop)
            if !isLast { tell(.ended(ending, again: rest(at: loop.now))) }
        }
    }

    private func tell(_ lines: [ProgramLines.Line]) {
        for line in lines {
            switch line {
            case .words(let words): tell(.words(words))
            case .leftOut(let count): tell(.leftOut(lines: count))
            }
        }
    }

    /// A refusal is an answer too: whoever refuses is not hung.
    private func ask(on loop: isolated EventLoop) {
        guard let asker else { return }
        asker.check(on: loop) { [weak self] answer in
            guard let self, self.asker === asker else { return }
            switch answer {
            case .success, .failure(.refused): handle(.answered(at: loop.now), on: loop)
            case .failure: handle(.unanswered(at: loop.now), on: loop)
            }
        }
    }

    private func rest(at now: Duration) -> Duration? {
        guard case .resting(let until) = life.phase else { return nil }
        return until - now
    }
}
