internal import Foundation

/// Does faults to a run and undoes them.
package actor Faults {
    private let run: SteeredRegions
    private var slowDisks: [String: SlowDisk] = [:]

    /// How much longer a slow disk takes.
    private static let diskDelay = Duration.milliseconds(200)

    package init(in run: SteeredRegions) { self.run = run }

    /// Carries an order out; what prevents it is in the receipt.
    package func obey(_ order: FaultOrder) async -> FaultReceipt {
        let begun = Date().timeIntervalSince1970
        var failure: String?
        do {
            switch order.action {
            case .inject: try await inject(order.fault, at: order.target)
            case .heal: try await heal(order.fault, at: order.target)
            }
        } catch {
            failure = "\(error)"
        }
        return FaultReceipt(begunAt: begun, doneAt: Date().timeIntervalSince1970, failure: failure)
    }

    package func inject(_ fault: Fault, at target: String? = nil) async throws {
        switch fault.target {
        case .region: try await inject(fault, in: region(target))
        case .vantage: try await fault == .vantageKilled ? vantage(target).kill9() : vantage(target).halt()
        case .nameServer: try await fault == .nameServerKilled ? run.names.kill9() : run.names.halt()
        }
    }

    /// Undoes a fault; harmless where there is none.
    package func heal(_ fault: Fault, at target: String? = nil) async throws {
        switch fault.target {
        case .region: try await heal(fault, in: region(target))
        case .vantage: try await fault == .vantageKilled ? vantage(target).revive() : vantage(target).resume()
        case .nameServer: try await fault == .nameServerKilled ? run.names.revive() : run.names.resume()
        }
    }

    private func inject(_ fault: Fault, in region: Region) async throws {
        switch fault {
        case .regionKilled:
            try await region.server.kill9()
            try await region.database.kill9()
        case .databaseKilled: try await region.database.kill9()
        case .databaseHalted: try await region.database.stop()
        case .serverKilled: try await region.server.kill9()
        case .serverHalted: await region.server.halt()
        case .networkCut: try await Firewall.drop(region.place.address)
        case .replicationCut: try await other(region).database.refuseReplica(region.name)
        case .replayPaused: try await region.database.pauseReplay()
        case .slowDisk: try await slowDisk(of: region)
        case .nameServerHalted, .nameServerKilled, .vantageHalted, .vantageKilled: break
        }
    }

    private func heal(_ fault: Fault, in region: Region) async throws {
        switch fault {
        case .regionKilled:
            try await region.database.revive()
            try await region.server.revive()
        case .databaseKilled: try await region.database.revive()
        case .databaseHalted: await region.database.cont()
        case .serverKilled: try await region.server.revive()
        case .serverHalted: await region.server.resume()
        case .networkCut: try await Firewall.pass(region.place.address)
        case .replicationCut: try await other(region).database.admitReplicas()
        case .replayPaused: try await region.database.resumeReplay()
        case .slowDisk: await slowDisks.removeValue(forKey: region.name)?.heal()
        case .nameServerHalted, .nameServerKilled, .vantageHalted, .vantageKilled: break
        }
    }

    private func slowDisk(of region: Region) async throws {
        guard slowDisks[region.name] == nil else { return }
        let database = await region.database.postmasterID
        let processes = await [region.server.processID, database].compactMap { $0 }
        slowDisks[region.name] = try await SlowDisk.slow(
            processes + (database.map(ProcessTable.children) ?? []), by: Self.diskDelay,
            log: run.regions.folder.url.appending(path: "slow-disk-\(region.name).log"))
    }

    private func other(_ region: Region) -> Region {
        region.name == run.regions.seoul.name ? run.regions.tokyo : run.regions.seoul
    }

    private func region(_ name: String?) throws(LocalRegionsFailure) -> Region {
        guard let found = run.regions.regions.first(where: { $0.name == name }) else {
            throw .notPossible("The fault needs a region: seoul or tokyo.")
        }
        return found
    }

    private func vantage(_ name: String?) throws(LocalRegionsFailure) -> Vantage {
        guard let found = run.vantages.first(where: { $0.name == name }) else {
            let names = run.vantages.map(\.name).joined(separator: ", ")
            throw .notPossible("The fault needs a vantage: \(names).")
        }
        return found
    }
}
