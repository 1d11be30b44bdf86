internal import Reactor

/// Notes when the name begins to point elsewhere.
final class NameWatch {
    private let caller: Caller
    private let clock: DayClock
    private var metronome: Metronome?
    private var isAsking = false
    private(set) var pointings: [Record.Pointing] = []

    init(_ caller: Caller, clock: DayClock) {
        self.caller = caller
        self.clock = clock
    }

    func start(on loop: isolated EventLoop) {
        let metronome = Metronome(clock, every: .milliseconds(500)) { _ in
            guard !self.isAsking else { return }
            self.isAsking = true
            Task { await self.look(on: loop) }
        }
        self.metronome = metronome
        metronome.start(on: loop)
    }

    func stop(on loop: isolated EventLoop) { metronome?.stop(on: loop) }

    private func look(on loop: isolated EventLoop) async {
        // A name server that does not answer says nothing; the licenses show what that means for players.
        if let answer = await caller.pointing(on: loop), answer != pointings.last?.answer {
            pointings.append(Record.Pointing(at: clock.now, answer: answer))
        }
        isAsking = false
    }
}
