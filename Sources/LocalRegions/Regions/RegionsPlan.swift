internal import Foundation

/// What both regions of a run share, chosen before anything starts.
struct RegionsPlan {
    let folder: TemporaryDirectory
    let authority: LocalCertificateAuthority
    let client: WebClient
    let keyEncryptionKeyFile: URL
    let binary: URL
    let migrations: URL

    static func make() async throws -> RegionsPlan {
        let binary = try Evergrant.findBinary()
        let folder = try TemporaryDirectory()
        let authority = try await LocalCertificateAuthority.create(in: folder.url)
        return RegionsPlan(
            folder: folder, authority: authority, client: WebClient(trustAnchors: authority.anchorFile),
            keyEncryptionKeyFile: try await makeKeyEncryptionKey(in: folder.url), binary: binary,
            migrations: try RepositoryFolder.find().appending(path: "Migrations"))
    }

    /// Starts a region's server, on other ports when somebody was faster to take the first.
    ///
    /// - Parameter prepare: What an operator does before the start, with the configuration written.
    func startRegion(
        _ name: String, offset: UInt16, database: PostgresCluster, among databases: [PostgresCluster],
        prepare: (Evergrant) async throws -> Void = { _ in }
    ) async throws -> Region {
        try await FreePort.retrying {
            let region = try region(name, ports: .claim(offset: offset), database: database, among: databases)
            try await prepare(region.server.operatorTool)
            try await region.server.start()
            return region
        }
    }

    /// The region with its configuration file written and its server not yet started.
    private func region(
        _ name: String, ports: RegionPorts, database: PostgresCluster, among databases: [PostgresCluster]
    ) throws -> Region {
        let configuration = RegionConfiguration(
            region: name, ports: ports, database: database.address, databases: databases.map(\.address),
            authority: authority,
            keyEncryptionKeyFile: keyEncryptionKeyFile, migrations: migrations)
        let file = folder.url.appending(path: "\(name).yaml")
        try Data(configuration.yaml.utf8).write(to: file)
        let server = RegionServer(
            endpoints: try ports.endpoints(region: name),
            operatorTool: Evergrant(binary: binary, configuration: file), client: client,
            log: folder.url.appending(path: "\(name)-server.log"))
        return Region(name: name, database: database, server: server)
    }

    /// Both regions unwrap with the same key, which never reaches a database.
    private static func makeKeyEncryptionKey(in folder: URL) async throws -> URL {
        let file = folder.appending(path: "key-encryption-key")
        try await Command("openssl", ["rand", "-base64", "-out", file.path, "32"]).run()
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
        return file
    }
}
