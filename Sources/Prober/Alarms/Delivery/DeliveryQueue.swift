/// What waits for one channel, and what is to be done with it: one thing at a time, in order, within a bound.
struct DeliveryQueue<Item: Equatable & Sendable> {
    enum Event: Equatable, Sendable {
        case posted(Item)
        case delivered
        case failed(isWorthRetrying: Bool)
        case pauseEnded
    }

    enum Effect: Equatable, Sendable {
        case attempt(Item)
        /// After so many failed attempts in a row.
        case pause(attempts: Int)
        case dropped(Item, DropReason)
    }

    enum DropReason: String, Sendable, CaseIterable {
        /// There was no room: this was the oldest.
        case full
        /// The channel will never take it.
        case refused
        /// It was tried often enough.
        case exhausted
    }

    private enum State {
        case idle
        case attempting(Item, attempts: Int)
        case pausing(Item, attempts: Int)
    }

    private let countMax: Int
    private let attemptsMax: Int
    private var state = State.idle
    private var waiting: [Item] = []

    /// - Parameters:
    ///   - countMax: Items that wait, without the one that is being delivered; at least 1.
    ///   - attemptsMax: Attempts at one item; at least 1.
    init(countMax: Int, attemptsMax: Int) {
        self.countMax = max(1, countMax)
        self.attemptsMax = max(1, attemptsMax)
    }

    /// How many items are not delivered yet.
    var count: Int {
        if case .idle = state { return waiting.count }
        return waiting.count + 1
    }

    mutating func handle(_ event: Event) -> [Effect] {
        switch (event, state) {
        case (.posted(let item), .idle): return attempt(item, after: 0)
        case (.posted(let item), _): return wait(item)
        case (.delivered, .attempting): return next()
        case (.failed(false), .attempting(let item, _)): return [.dropped(item, .refused)] + next()
        case (.failed(true), .attempting(let item, let attempts)) where attempts >= attemptsMax:
            return [.dropped(item, .exhausted)] + next()
        case (.failed(true), .attempting(let item, let attempts)):
            state = .pausing(item, attempts: attempts)
            return [.pause(attempts: attempts)]
        case (.pauseEnded, .pausing(let item, let attempts)): return attempt(item, after: attempts)
        case (.delivered, _), (.failed, _), (.pauseEnded, _): return []
        }
    }

    private mutating func attempt(_ item: Item, after attempts: Int) -> [Effect] {
        state = .attempting(item, attempts: attempts + 1)
        return [.attempt(item)]
    }

    private mutating func wait(_ item: Item) -> [Effect] {
        waiting.append(item)
        guard waiting.count > countMax else { return [] }
        return [.dropped(waiting.removeFirst(), .full)]
    }

    private mutating func next() -> [Effect] {
        state = .idle
        return waiting.isEmpty ? [] : attempt(waiting.removeFirst(), after: 0)
    }
}
