internal import Foundation

/// Two regions on this machine: Seoul reads and writes, Tokyo serves from a streaming replica.
package final class TwoRegions: Sendable {
    package let folder: TemporaryDirectory
    package let authority: LocalCertificateAuthority
    package let seoul: Region
    package let tokyo: Region
    package let site: DemoSite
    /// Believes the run's own authority and no other.
    package let client: WebClient

    package var regions: [Region] { [seoul, tokyo] }

    private init(
        folder: TemporaryDirectory, authority: LocalCertificateAuthority, seoul: Region, tokyo: Region, site: DemoSite,
        client: WebClient
    ) {
        self.folder = folder
        self.authority = authority
        self.seoul = seoul
        self.tokyo = tokyo
        self.site = site
        self.client = client
    }

    /// Builds and starts everything; what it has begun when it fails dies with this process.
    ///
    /// - Parameters:
    ///   - survivePowerCut: Whether the databases sync to disk; see `PostgresOptions`.
    ///   - progress: Told about each step as it begins.
    package static func start(
        survivePowerCut: Bool = true, progress: @Sendable (String) -> Void = { _ in }
    ) async throws -> TwoRegions {
        let plan = try await RegionsPlan.make()
        progress("Creating Seoul's database (PostgreSQL primary)")
        var options = PostgresOptions(
            preferredPort: 5440, synchronousStandby: "tokyo", survivePowerCut: survivePowerCut)
        let seoulDatabase = try await PostgresCluster.primary(region: "seoul", in: plan.folder.url, options: options)
        progress("Copying it to Tokyo (streaming replica with a replication slot)")
        options.preferredPort = 5441
        options.synchronousStandby = "seoul"  // What counts once Tokyo is promoted by hand.
        let tokyoDatabase = try await PostgresCluster.replica(
            of: seoulDatabase, region: "tokyo", in: plan.folder.url, options: options)
        progress("Migrating the schema and starting Seoul's license server")
        let databases = [seoulDatabase, tokyoDatabase]
        let seoul = try await plan.startRegion("seoul", offset: 0, database: seoulDatabase, among: databases) { tool in
            try await tool.run("migrate")
        }
        progress("Starting Tokyo's license server")
        let tokyo = try await plan.startRegion("tokyo", offset: 1, database: tokyoDatabase, among: databases)
        progress("Creating the demo site")
        let site = try await DemoSite.create(
            "demo", with: seoul.server.operatorTool, client: plan.client, in: plan.folder.url)
        return TwoRegions(
            folder: plan.folder, authority: plan.authority, seoul: seoul, tokyo: tokyo, site: site, client: plan.client)
    }

    /// Stops both servers and both databases, and deletes what they left.
    package func stop() async {
        for region in regions { await region.server.stop() }
        for region in regions.reversed() { await region.database.shutDown() }
        folder.remove()
    }
}
