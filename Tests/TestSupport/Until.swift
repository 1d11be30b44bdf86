import Reactor

/// A condition that never came true.
package struct NeverTrue: Error {
    package init() {}
}

/// Comes back as soon as `condition` holds; asks again and again, and gives up after `limit`.
package func until(within limit: Duration = .seconds(20), _ condition: () async throws -> Bool) async throws {
    let end = EventLoop.monotonicNow() + limit
    while try await !condition() {
        guard EventLoop.monotonicNow() < end else { throw NeverTrue() }
        await Task.yield()
    }
}
