import Foundation
import LocalRegions
import Testing

extension Scenarios {
    @Test("each fault of a region is seen by whoever asks it, and is gone once it is healed")
    func regionFaults() async throws {
        try await withSteeredRegions(.window(.seconds(6)), vantages: 0) { run in
            let faults = Faults(in: run)
            let regions = run.regions
            for (fault, health) in [
                (Fault.databaseKilled, 503), (.databaseHalted, 503), (.serverKilled, nil), (.serverHalted, nil),
                (.regionKilled, nil),
            ] {
                try await faults.inject(fault, at: "seoul")
                try await eventually("\(fault) is seen", within: .seconds(15)) {
                    await regions.client.status(of: regions.seoul.healthURL) == health
                }
                try await faults.heal(fault, at: "seoul")
                try await eventually("\(fault) is healed", within: .seconds(30)) {
                    await regions.client.status(of: regions.seoul.healthURL) == 200
                }
            }
        }
    }

    @Test("what is written while replication is stopped is not durable in Tokyo, and is once it goes on")
    func replicationFaults() async throws {
        try await withSteeredRegions(.window(.seconds(6)), vantages: 0) { run in
            let faults = Faults(in: run)
            for fault in [Fault.replicationCut, .replayPaused] {
                try await faults.inject(fault, at: "tokyo")
                #expect(try await run.regions.create("\(fault.rawValue)").durableIn == ["seoul"])
                try await faults.heal(fault, at: "tokyo")
                try await eventually("it is durable in both", within: .seconds(30)) {
                    let repeated = try await run.regions.site.packager.put(
                        fault.rawValue, at: run.regions.seoul.endpoints)
                    return try repeated.decode(PackagerAPI.Content.self).durableIn == ["seoul", "tokyo"]
                }
                #expect(try await run.regions.create("after-\(fault.rawValue)").durableIn == ["seoul", "tokyo"])
            }
        }
    }

    @Test("a silent or killed name server gives no address, and what it said before once it is healed")
    func nameServerFaults() async throws {
        try await withSteeredRegions(.window(.seconds(6)), vantages: 0) { run in
            let faults = Faults(in: run)
            for fault in [Fault.nameServerHalted, .nameServerKilled] {
                try await faults.inject(fault)
                #expect(await run.addressByName() == nil)
                try await faults.heal(fault)
                try await eventually("the name server answers", within: .seconds(20)) {
                    await run.addressByName() == run.regions.seoul.place.address
                }
            }
        }
    }

    @Test("a slow disk delays a license by what its record waits for, and no longer once it is healed")
    func slowDisk() async throws {
        try await withSteeredRegions(.window(.seconds(6)), vantages: 0) { run in
            let player = try await PlayerByName.register("film", with: run)
            let faults = Faults(in: run)

            try await faults.inject(.slowDisk, at: "seoul")
            #expect(try await player.timeOfLicense() >= .milliseconds(200))
            try await faults.heal(.slowDisk, at: "seoul")
            try await eventually("licenses are quick again", within: .seconds(30)) {
                try await player.timeOfLicense() < .milliseconds(200)
            }
        }
    }

    @Test("a network is cut where it is our own, and refused to be cut where it is everybody's")
    func networkCut() async throws {
        try await withSteeredRegions(.window(.seconds(6)), vantages: 0) { run in
            let faults = Faults(in: run)
            let url = run.regions.seoul.healthURL
            guard ProcessInfo.processInfo.environment["EVERGRANT_ISOLATED"] == "yes" else {
                await #expect(throws: LocalRegionsFailure.self) { try await faults.inject(.networkCut, at: "seoul") }
                #expect(await run.regions.client.status(of: url) == 200)
                return
            }
            try await faults.inject(.networkCut, at: "seoul")
            #expect(await run.regions.client.status(of: url, within: .seconds(1)) == nil)
            try await faults.heal(.networkCut, at: "seoul")
            try await eventually("Seoul is heard again", within: .seconds(20)) {
                await run.regions.client.status(of: url) == 200
            }
        }
    }

    @Test("an order through the box is obeyed and the description renewed; one that cannot be obeyed says why")
    func ordersFromOutside() async throws {
        try await withSteeredRegions(.window(.seconds(6)), vantages: 0) { run in
            let state = try TemporaryDirectory()
            let session = try await Session(of: run, faults: Faults(in: run), in: state.url)
            let serving = Task { try await session.serve() }
            defer { serving.cancel() }
            let box = OrderBox(in: state.url)
            let before = try SessionDescription.read(from: state.url)

            #expect(try await box.send(FaultOrder(.inject, .serverKilled, at: "tokyo")).failure == nil)
            #expect(try await box.send(FaultOrder(.heal, .serverKilled, at: "tokyo")).failure == nil)
            let refusal = try await box.send(FaultOrder(.inject, .serverKilled, at: "paris")).failure
            #expect(refusal?.contains("seoul or tokyo") == true)

            let after = try SessionDescription.read(from: state.url)
            #expect(after.regions[0] == before.regions[0])
            #expect(after.regions[1].serverProcessID != before.regions[1].serverProcessID)
            serving.cancel()
            await session.end()
            #expect(throws: LocalRegionsFailure.self) { try SessionDescription.read(from: state.url) }
        }
    }
}

extension Region {
    fileprivate var healthURL: URL { endpoints.secure.appending(path: "health") }
}
