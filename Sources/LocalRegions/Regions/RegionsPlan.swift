internal import Foundation

/// What both regions of a run share, chosen before anything starts.
struct RegionsPlan {
    let folder: TemporaryDirectory
    let ports: RunPorts
    let authority: LocalCertificateAuthority
    let client: WebClient
    let keyEncryptionKeyFile: URL
    let binary: URL
    let migrations: URL

    static func make() async throws -> RegionsPlan {
        let binary = try Evergrant.findBinary()
        let folder = try TemporaryDirectory()
        let authority = try await LocalCertificateAuthority.create(in: folder.url)
        // Both regions unwrap with the same key, which never reaches a database.
        let keyFile = folder.url.appending(path: "key-encryption-key")
        try await makeSecret(at: keyFile)
        return RegionsPlan(
            folder: folder, ports: try RunPorts.claim(), authority: authority,
            client: WebClient(trustAnchors: authority.anchorFile),
            keyEncryptionKeyFile: keyFile, binary: binary,
            migrations: try RepositoryFolder.find().appending(path: "Migrations"))
    }

    /// The region with its configuration file written and its server not yet started.
    func region(at place: RegionPlace, database: PostgresCluster) throws -> Region {
        let configuration = RegionConfiguration(
            place: place, places: [.seoul(ports), .tokyo(ports)], database: database.address, authority: authority,
            keyEncryptionKeyFile: keyEncryptionKeyFile, migrations: migrations)
        let file = folder.url.appending(path: "\(place.region).yaml")
        try Data(configuration.yaml.utf8).write(to: file)
        let server = RegionServer(
            endpoints: try place.endpoints(),
            operatorTool: Evergrant(binary: binary, configuration: file), client: client,
            log: folder.url.appending(path: "\(place.region)-server.log"))
        return Region(place: place, database: database, server: server)
    }
}
