import TestSupport
import Testing

@testable import Prober

@Suite("Delivery queue")
struct DeliveryQueueTests {
    typealias Queue = DeliveryQueue<Int>

    private func run(_ queue: inout Queue, _ events: [Queue.Event]) -> [Queue.Effect] {
        events.flatMap { queue.handle($0) }
    }

    @Test("things are delivered one at a time and in order")
    func keepsOrder() {
        var queue = Queue(countMax: 10, attemptsMax: 3)

        let effects = run(&queue, [.posted(1), .posted(2), .posted(3), .delivered, .delivered, .delivered])

        #expect(effects == [.attempt(1), .attempt(2), .attempt(3)])
        #expect(queue.count == 0)
    }

    @Test("what fails is tried again after a pause, and what waits behind it keeps its place")
    func triesAgain() {
        var queue = Queue(countMax: 10, attemptsMax: 3)

        let effects = run(
            &queue,
            [.posted(1), .posted(2), .failed(isWorthRetrying: true), .pauseEnded, .failed(isWorthRetrying: true)])

        #expect(effects == [.attempt(1), .pause(attempts: 1), .attempt(1), .pause(attempts: 2)])
        #expect(queue.count == 2)
    }

    @Test("what was tried often enough is given up, and said to be")
    func givesUp() {
        var queue = Queue(countMax: 10, attemptsMax: 1)

        let effects = run(&queue, [.posted(1), .posted(2), .failed(isWorthRetrying: true)])

        #expect(effects == [.attempt(1), .dropped(1, .exhausted), .attempt(2)])
    }

    @Test("what is refused for good is given up at once")
    func acceptsRefusals() {
        var queue = Queue(countMax: 10, attemptsMax: 3)

        let effects = run(&queue, [.posted(1), .failed(isWorthRetrying: false)])

        #expect(effects == [.attempt(1), .dropped(1, .refused)])
        #expect(queue.count == 0)
    }

    @Test("above the bound the oldest that waits goes, never the one on its way")
    func dropsOldest() {
        var queue = Queue(countMax: 2, attemptsMax: 3)

        let effects = run(&queue, [.posted(1), .posted(2), .posted(3), .posted(4), .posted(5)])

        #expect(effects == [.attempt(1), .dropped(2, .full), .dropped(3, .full)])
        #expect(queue.count == 3)
    }

    @Test(
        "events that come too late change nothing",
        arguments: [
            Queue.Event.delivered, .failed(isWorthRetrying: true), .failed(isWorthRetrying: false), .pauseEnded,
        ])
    func ignoresLateEvents(event: Queue.Event) {
        var idle = Queue(countMax: 2, attemptsMax: 3)
        #expect(idle.handle(event) == [])

        var pausing = Queue(countMax: 2, attemptsMax: 3)
        _ = run(&pausing, [.posted(1), .failed(isWorthRetrying: true)])
        if event != .pauseEnded { #expect(pausing.handle(event) == []) }
    }

    @Test(
        "over random events nothing is lost unsaid and nothing is delivered twice",
        arguments: 1...50 as ClosedRange<UInt64>)
    func accountsForAll(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var queue = Queue(countMax: 3, attemptsMax: 2)
        var (posted, delivered, dropped, inFlight) = (0, 0, 0, [Int]())
        for _ in 0..<2000 {
            let event: Queue.Event =
                switch Int.random(in: 0..<4, using: &random) {
                case 0: .posted(posted)
                case 1: .delivered
                case 2: .failed(isWorthRetrying: Bool.random(using: &random))
                default: .pauseEnded
                }
            if case .posted = event { posted += 1 }
            if event == .delivered, !inFlight.isEmpty { (delivered, inFlight) = (delivered + 1, []) }
            if case .failed = event { inFlight = [] }
            for effect in queue.handle(event) {
                switch effect {
                case .attempt(let item):
                    #expect(inFlight.isEmpty)
                    inFlight = [item]
                case .dropped: dropped += 1
                case .pause: break
                }
            }
            #expect(posted == delivered + dropped + queue.count)
            #expect(queue.count <= 4)
        }
    }
}
