import Bytes
import Foundation
import LocalRegions
import Reactor
import TestSupport
import Testing

@testable import Prober

@Suite("Deliveries")
struct DeliveriesTests {
    private func deliveries(_ channels: [ScriptedChannel]) async throws -> TestDeliveries {
        let boxed = Channels(all: channels)
        return try await TestDeliveries {
            Deliveries(channels: boxed.all, metrics: [], pace: .quick, logger: quiet)
        }
    }

    /// Made in a test and used on one loop only.
    private struct Channels: @unchecked Sendable { let all: [ScriptedChannel] }

    @Test("a channel that fails is asked again until it takes the notice, always with the same id")
    func retries() async throws {
        let channel = ScriptedChannel { $0 < 4 ? DeliveryFailure("not now", isWorthRetrying: true) : nil }
        let deliveries = try await deliveries([channel])

        await deliveries.post(switchNotice())
        try await eventually("it is delivered", within: patience) {
            await deliveries.statistics["scripted"]?.counts.delivered == 1
        }

        #expect(channel.attempted == Array(repeating: switchNotice(), count: 4))
        #expect(await deliveries.statistics["scripted"]?.counts.failedAttempts == 3)
    }

    @Test("a channel that refuses for good does not hold up what waits behind")
    func goesOn() async throws {
        let channel = ScriptedChannel { $0 == 1 ? DeliveryFailure("never", isWorthRetrying: false) : nil }
        let deliveries = try await deliveries([channel])

        await deliveries.post(switchNotice(epoch: 1))
        await deliveries.post(switchNotice(epoch: 2))
        try await eventually("the second is delivered", within: patience) {
            await deliveries.statistics["scripted"]?.counts.delivered == 1
        }

        #expect(channel.attempted.map(\.id) == [switchNotice(epoch: 1).id, switchNotice(epoch: 2).id])
        #expect(await deliveries.statistics["scripted"]?.counts.dropped == ["refused": 1])
    }

    @Test("one channel in trouble leaves the others alone")
    func keepsChannelsApart() async throws {
        let broken = ScriptedChannel(name: "broken") { _ in DeliveryFailure("no", isWorthRetrying: true) }
        let good = ScriptedChannel(name: "good") { _ in nil }
        let deliveries = try await deliveries([broken, good])

        for epoch in 1...20 { await deliveries.post(switchNotice(epoch: UInt64(epoch))) }
        try await eventually("the good one has all", within: patience) {
            await deliveries.statistics["good"]?.counts.delivered == 20
        }

        let troubled = try #require(await deliveries.statistics["broken"])
        #expect(troubled.counts.delivered == 0)
        #expect(troubled.waiting + troubled.counts.dropped.values.reduce(0, +) == 20)
        #expect(good.attempted.map(\.id) == (1...20).map { switchNotice(epoch: UInt64($0)).id })
    }

    @Test("what waits is bounded, and what is dropped is counted")
    func isBounded() async throws {
        let broken = ScriptedChannel { _ in DeliveryFailure("no", isWorthRetrying: true) }
        let deliveries = try await deliveries([broken])

        for epoch in 1...1000 { await deliveries.post(switchNotice(epoch: UInt64(epoch))) }

        let statistics = await deliveries.statistics["scripted"]
        #expect(statistics.map { $0.waiting <= AlarmLimits.noticesWaiting + 1 } == true)
        #expect(statistics.map { $0.waiting + $0.counts.dropped.values.reduce(0, +) } == 1000)
    }
}

/// Far longer than anything here takes on an idle machine.
let patience = Duration.seconds(60)
