import Foundation
import LocalRegions

/// One soak: regions, load, disturbances, and somebody who counts.
struct SoakRun: Sendable {
    let order: SoakOrder
    let regions: TwoRegions
    let ledger = SoakLedger()
    private let client: SoakClient
    private let library: SoakLibrary

    private static let players = 4
    private static let calibrationRequests = 4_000
    private static let sampleInterval = Duration.seconds(1)

    init(_ order: SoakOrder, _ regions: TwoRegions) async throws {
        (self.order, self.regions) = (order, regions)
        library = try await SoakLibrary.make(in: regions)
        client = try SoakClient(regions, ledger: ledger)
    }

    /// The whole of it; the regions are as healthy at the end as at the beginning.
    func perform() async throws -> SoakResult {
        let lanes = regions.regions.flatMap { region in
            LoadLane.Way.allCases.map {
                LoadLane(way: $0, region: region, question: library.favorite, folder: regions.folder.url)
            }
        }
        let rate = try await halfLoad(lanes)
        try await quiet()
        var figures = regions.regions.map { SoakFigures(region: $0.name) }
        for (index, region) in regions.regions.enumerated() { figures[index].idleBefore = await holdings(of: region) }
        figures = try await loaded(lanes, rate: rate, figures)
        client.stop()
        try await quiet()
        for (index, region) in regions.regions.enumerated() { figures[index].idleAfter = await holdings(of: region) }
        return SoakResult(
            order: order, rate: rate, figures: figures, answers: await ledger.answers,
            troubles: await ledger.summary, unexplained: await ledger.unexplained,
            disturbances: await ledger.disturbances)
    }

    /// Half of what the machine carries with everybody on it, over all lanes.
    private func halfLoad(_ lanes: [LoadLane]) async throws -> Double {
        let speeds = try await withThrowingTaskGroup(of: Double.self) { group in
            for lane in lanes { group.addTask { try await lane.fullSpeed(count: Self.calibrationRequests) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        return min(speeds.reduce(0, +) / 2, order.rateMax)
    }

    /// Load and disturbances for as long as was ordered, with a sample a second.
    private func loaded(_ lanes: [LoadLane], rate: Double, _ figures: [SoakFigures]) async throws -> [SoakFigures] {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for lane in lanes { group.addTask { try await drive(lane, rate: rate / Double(lanes.count)) } }
            for region in regions.regions {
                for _ in 0..<Self.players { group.addTask { await client.play(library.questions, at: region) } }
            }
            group.addTask { await client.package("soak", at: regions.seoul) }
            group.addTask { try await disturber.work() }
            let sampled = try await sample(figures)
            await ledger.end()
            try await group.waitForAll()
            return sampled
        }
    }

    private func drive(_ lane: LoadLane, rate: Double) async throws {
        while await !ledger.isOver {
            let slice = try await lane.slice(rate: rate)
            await ledger.count(.repeated, slice.granted)
            for trouble in slice.troubles { await ledger.note(trouble) }
        }
    }

    private var disturber: Disturber {
        // Each once in a short run, and every few minutes in a long one.
        let calm = min(.seconds(45), max(.seconds(3), order.duration / 16))
        return Disturber(regions: regions, ledger: ledger, calm: calm)
    }

    private func sample(_ figures: [SoakFigures]) async throws -> [SoakFigures] {
        var figures = figures
        let end = ContinuousClock.now + order.duration
        while ContinuousClock.now < end {
            try await Task.sleep(for: Self.sampleInterval)
            for (index, region) in regions.regions.enumerated() {
                guard let holdings = await holdings(of: region) else {
                    throw LocalRegionsFailure.unexpectedAnswer("the server of \(region.name) has ended")
                }
                figures[index].add(holdings)
            }
        }
        return figures
    }

    private func holdings(of region: Region) async -> ProcessHoldings? {
        await region.server.processID.flatMap { ProcessHoldings(of: $0) }
    }

    /// Until both servers are healthy and nobody is connected but who asks.
    private func quiet() async throws {
        for region in regions.regions {
            try await eventually("\(region.name) is quiet", within: .seconds(120)) {
                let operations = region.endpoints.operations
                let page = try await regions.client.answer(.get(operations.appending(path: "metrics"))).text
                let health = try await regions.client.answer(.get(operations.appending(path: "health"))).status
                return health == 200 && page.contains("evergrant_connections{region=\"\(region.name)\"} 0\n")
            }
        }
    }
}
