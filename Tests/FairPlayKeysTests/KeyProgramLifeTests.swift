import FairPlayKeys
import Testing

@Suite("Life of a key program")
struct KeyProgramLifeTests {
    private let limits = KeyProgramLimits()

    /// One that was started at 0 and first answered at 1.
    private func working() -> KeyProgramLife {
        var life = KeyProgramLife()
        _ = life.handle(.woke(at: .zero)) + life.handle(.started(at: .zero)) + life.handle(.answered(at: .seconds(1)))
        return life
    }

    @Test("it is started, asked until it answers, and then asked every second")
    func begins() {
        var life = KeyProgramLife()
        #expect(life.handle(.woke(at: .zero)) == [.start])
        #expect(life.handle(.started(at: .zero)) == [.ask])
        #expect(life.handle(.unanswered(at: .milliseconds(10))) == [.wake(at: .milliseconds(110))])
        #expect(life.handle(.woke(at: .milliseconds(110))) == [.ask])
        #expect(life.phase == .starting(since: .zero))

        #expect(life.handle(.answered(at: .milliseconds(120))) == [.wake(at: .milliseconds(1_120))])
        #expect(life.phase == .working(since: .milliseconds(120), heard: .milliseconds(120)))
        #expect(life.handle(.woke(at: .milliseconds(1_120))) == [.ask])
    }

    @Test("one that never answers is killed when its time is over, and not before")
    func givesUpWaiting() {
        var life = KeyProgramLife()
        _ = life.handle(.woke(at: .seconds(5))) + life.handle(.started(at: .seconds(5)))
        let end = .seconds(5) + limits.startMax

        #expect(life.handle(.unanswered(at: end - .milliseconds(1))) == [.wake(at: end + .milliseconds(99))])
        #expect(life.handle(.unanswered(at: end)) == [.kill])
        #expect(life.phase == .dying)
    }

    @Test("one that ceases to answer is killed when it has been silent for its time, counted from its last answer")
    func killsTheSilent() {
        var life = working()
        _ = life.handle(.answered(at: .seconds(9)))
        let end = .seconds(9) + limits.silenceMax

        #expect(life.handle(.unanswered(at: end - .milliseconds(1))) == [.wake(at: end + .milliseconds(999))])
        #expect(life.handle(.unanswered(at: end)) == [.kill])
        #expect(life.handle(.answered(at: end)) == [], "too late")
        #expect(life.handle(.ended(at: end)) == [.wake(at: end + limits.restMin)])
        #expect(life.phase == .resting(until: end + limits.restMin))
    }

    @Test("one answer in time ends a silence")
    func forgivesSilence() {
        var life = working()
        _ = life.handle(.unanswered(at: .seconds(5)))
        _ = life.handle(.answered(at: .milliseconds(5_900)))
        #expect(life.handle(.unanswered(at: .seconds(6))) == [.wake(at: .seconds(7))])
    }

    @Test("each rest is twice the one before, up to ten seconds, also when it cannot even be started")
    func backsOff() {
        var life = KeyProgramLife()
        var (now, rests) = (Duration.zero, [Duration]())
        for round in 0..<40 {
            #expect(life.handle(.woke(at: now)) == [.start])
            let ended: KeyProgramLife.Event = round.isMultiple(of: 2) ? .notStarted(at: now) : .ended(at: now)
            guard case .resting(let until) = (life.handle(ended), life.phase).1 else { break }
            rests.append(until - now)
            now = until
        }
        let first: [Duration] = [100, 200, 400, 800, 1_600, 3_200, 6_400, 10_000].map { .milliseconds($0) }
        #expect(Array(rests.prefix(8)) == first)
        #expect(rests.count == 40)
        #expect(rests.suffix(32).allSatisfy { $0 == .seconds(10) })
        #expect(life.ends == 40)
    }

    @Test("one that was sound for long rests as after its first end, and one that was not does not")
    func forgivesTheSound() {
        for (seconds, rest) in [(30, 100), (29, 400)] {
            var life = KeyProgramLife()
            for now in [Duration.seconds(1), .seconds(2)] {
                _ = life.handle(.woke(at: now)) + life.handle(.ended(at: now))
            }
            _ = life.handle(.woke(at: .seconds(4))) + life.handle(.answered(at: .seconds(4)))
            let now = Duration.seconds(4 + seconds)
            _ = life.handle(.answered(at: now))
            #expect(life.handle(.ended(at: now)) == [.wake(at: now + .milliseconds(rest))])
        }
    }

    @Test("one that was sound and then hung counts as sound too")
    func forgivesTheSoundThatHung() {
        var life = KeyProgramLife()
        for now in [Duration.seconds(1), .seconds(2), .seconds(3)] {
            _ = life.handle(.woke(at: now)) + life.handle(.ended(at: now))
        }
        _ = life.handle(.woke(at: .seconds(4))) + life.handle(.answered(at: .seconds(4)))
        _ = life.handle(.answered(at: .seconds(60)))
        #expect(life.handle(.unanswered(at: .seconds(70))) == [.kill])
        #expect(life.handle(.ended(at: .seconds(70))) == [.wake(at: .seconds(70) + limits.restMin)])
    }

    @Test("told to end it gets SIGTERM, and SIGKILL when it does not")
    func ends() {
        var life = working()
        let until = .seconds(2) + limits.endMax
        #expect(life.handle(.dismissed(at: .seconds(2))) == [.terminate, .wake(at: until)])
        #expect(life.handle(.woke(at: until - .milliseconds(1))) == [.wake(at: until)])
        #expect(life.handle(.woke(at: until)) == [.kill, .wake(at: until + limits.deathMax)])
        #expect(life.handle(.ended(at: until)) == [.finish])
        #expect(life.phase == .over)
        #expect(life.ends == 0)
    }

    @Test("it is over at once when it did not run, and when it ends as told")
    func isOver() {
        var resting = KeyProgramLife()
        #expect(resting.handle(.dismissed(at: .zero)) == [.finish])
        #expect(resting.handle(.woke(at: .seconds(9))) == [], "it is not started again")

        var life = working()
        _ = life.handle(.dismissed(at: .seconds(2)))
        #expect(life.handle(.ended(at: .seconds(2))) == [.finish])
    }

    @Test("what cannot be killed is left to the kernel, also when it was dying before")
    func leavesTheImmortal() {
        var life = working()
        _ = life.handle(.unanswered(at: .seconds(60)))
        #expect(life.handle(.woke(at: .seconds(61))) == [], "nobody has dismissed it")
        #expect(life.handle(.dismissed(at: .seconds(62))) == [.wake(at: .seconds(62) + limits.deathMax)])
        #expect(life.handle(.woke(at: .seconds(62) + limits.deathMax)) == [.finish])
    }

    @Test("when it is over nothing more happens, whatever comes")
    func staysOver() {
        var life = KeyProgramLife()
        _ = life.handle(.dismissed(at: .zero))
        let events: [KeyProgramLife.Event] = [
            .woke(at: .seconds(1)), .started(at: .seconds(1)), .notStarted(at: .seconds(1)),
            .answered(at: .seconds(1)), .unanswered(at: .seconds(1)), .ended(at: .seconds(1)),
            .dismissed(at: .seconds(1)),
        ]
        for event in events { #expect(life.handle(event) == [], "\(event)") }
        #expect(life.phase == .over)
    }
}
