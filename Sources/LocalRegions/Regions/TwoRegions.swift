internal import Foundation

/// Two regions on this machine: Seoul reads and writes, Tokyo serves from a streaming replica.
package final class TwoRegions: Sendable {
    package let folder: TemporaryDirectory
    package let ports: RunPorts
    package let authority: LocalCertificateAuthority
    package let seoul: Region
    package let tokyo: Region
    package let site: DemoSite
    /// Believes the run's own authority and no other.
    package let client: WebClient

    package var regions: [Region] { [seoul, tokyo] }

    private init(plan: RegionsPlan, seoul: Region, tokyo: Region, site: DemoSite) {
        folder = plan.folder
        ports = plan.ports
        authority = plan.authority
        client = plan.client
        self.seoul = seoul
        self.tokyo = tokyo
        self.site = site
    }

    /// Builds and starts everything, anew when somebody was faster to take a port; what it has begun when it fails dies
    /// with this process.
    ///
    /// - Parameters:
    ///   - survivePowerCut: Whether the databases sync to disk; see `PostgresOptions`.
    ///   - progress: Told about each step as it begins.
    package static func start(
        survivePowerCut: Bool = true, progress: @Sendable (String) -> Void = { _ in }
    ) async throws -> TwoRegions {
        try await FreePort.retrying {
            try await start(RegionsPlan.make(), survivePowerCut: survivePowerCut, progress: progress)
        }
    }

    private static func start(
        _ plan: RegionsPlan, survivePowerCut: Bool, progress: @Sendable (String) -> Void
    ) async throws -> TwoRegions {
        let (seoulPlace, tokyoPlace) = (RegionPlace.seoul(plan.ports), RegionPlace.tokyo(plan.ports))
        let folder = plan.folder.url
        progress("Creating Seoul's database (PostgreSQL primary)")
        var options = seoulPlace.databaseOptions(standby: tokyoPlace, survivePowerCut: survivePowerCut)
        let primary = try await PostgresCluster.primary(region: "seoul", in: folder, options: options)
        progress("Copying it to Tokyo (streaming replica with a replication slot)")
        // Seoul is the standby that counts once Tokyo is promoted by hand.
        options = tokyoPlace.databaseOptions(standby: seoulPlace, survivePowerCut: survivePowerCut)
        let replica = try await PostgresCluster.replica(of: primary, region: "tokyo", in: folder, options: options)
        progress("Migrating the schema and starting Seoul's license server")
        let seoul = try plan.region(at: seoulPlace, database: primary)
        let tokyo = try plan.region(at: tokyoPlace, database: replica)
        try await seoul.server.operatorTool.run("migrate")
        try await seoul.server.start()
        progress("Starting Tokyo's license server")
        try await tokyo.server.start()
        progress("Creating the demo site")
        let site = try await DemoSite.create(
            "demo", with: seoul.server.operatorTool, client: plan.client, in: folder)
        return TwoRegions(plan: plan, seoul: seoul, tokyo: tokyo, site: site)
    }

    /// Stops both servers and both databases, and deletes what they left.
    package func stop() async {
        for region in regions { await region.server.stop() }
        for region in regions.reversed() { await region.database.shutDown() }
        folder.remove()
    }
}

extension RegionPlace {
    fileprivate func databaseOptions(standby: RegionPlace, survivePowerCut: Bool) -> PostgresOptions {
        PostgresOptions(
            port: ports.database, replicationAddress: address, synchronousStandby: standby.region,
            survivePowerCut: survivePowerCut)
    }
}
