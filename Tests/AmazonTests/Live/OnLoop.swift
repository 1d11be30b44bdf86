import Amazon
import Bytes
import Foundation
import Reactor

/// Runs a test's body on a loop of its own, with a client that finds what `environment` names.
func withClient<R: Sendable>(
    _ environment: [String: String], clock: @escaping @Sendable () -> Timestamp = wallClock,
    _ body: @escaping @Sendable (AmazonClient, isolated EventLoop) async throws -> R
) async throws -> R {
    let loop = try EventLoop.start(named: "amazon-test")
    defer { loop.stop() }
    return try await run(on: loop, environment, clock, body)
}

private func run<R: Sendable>(
    on loop: isolated EventLoop, _ environment: [String: String], _ clock: @escaping @Sendable () -> Timestamp,
    _ body: @Sendable (AmazonClient, isolated EventLoop) async throws -> R
) async throws -> R {
    let client = try AmazonClient(environment: environment, resolver: NameResolver(), wallClock: clock)
    return try await body(client, loop)
}

@Sendable func wallClock() -> Timestamp { Timestamp(seconds: Int64(time(nil))) }

/// Far longer than a simulator takes.
let patience = Duration.seconds(30)
