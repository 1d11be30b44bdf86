package import Foundation

/// Knot DNS with one zone, in a folder of its own, that ends when we end.
///
/// One key may change where the service's name points, and nothing else.
package actor KnotServer {
    package nonisolated let zone: LocalZone
    package nonisolated let port: UInt16
    package nonisolated let key: UpdateKey
    /// Holds `key` in BIND's form, readable by its owner only.
    package nonisolated let keyFile: URL
    package nonisolated let log: URL
    private nonisolated let folder: URL
    private var process: ChildProcess?

    package nonisolated var host: String { "127.0.0.1" }

    /// - Parameters:
    ///   - folder: Its files go into a folder of their own in there.
    ///   - port: One that the caller has claimed; without one, any free port will do.
    package static func start(
        _ zone: LocalZone = LocalZone(), in folder: URL, port: UInt16? = nil
    ) async throws -> KnotServer {
        if let port {
            let server = try KnotServer(zone, port: port, folder: folder)
            try await server.start()
            return server
        }
        return try await FreePort.retrying { try await start(zone, in: folder, port: FreePort.claim()) }
    }

    private init(_ zone: LocalZone, port: UInt16, folder: URL) throws {
        self.zone = zone
        self.port = port
        self.folder = folder.appending(path: "knot-\(port)")
        key = UpdateKey()
        keyFile = self.folder.appending(path: "update.key")
        log = self.folder.appending(path: "knot.log")
        // The journal's folder must be there, or every update fails with SERVFAIL.
        try FileManager.default.createDirectory(
            at: self.folder.appending(path: "database"), withIntermediateDirectories: true)
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: self.folder.path)
        try Data(key.keyFile.utf8).write(to: keyFile)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: keyFile.path)
        try Data(zone.masterFile.utf8).write(to: self.folder.appending(path: "\(zone.zone).zone"))
        try Data(configuration.utf8).write(to: configurationFile)
    }

    package var processID: Int32? { process?.processID }
    package var isRunning: Bool { process?.isRunning ?? false }

    /// Starts the server, with whatever the zone had become before, and returns once it answers.
    package func start(within limit: Duration = .seconds(60)) async throws {
        let command = Command(try SystemProgram.find("knotd"), ["-c", configurationFile.path])
        let process = try await ChildProcess.start(command, name: "the name server", log: log)
        self.process = process
        try await eventually("the name server answers for \(zone.zone)", within: limit) {
            try process.requireRunning()
            return try await !answers(to: zone.zone, type: "SOA").isEmpty
        }
    }

    /// What the server says now: the values of every record in its answer, as `kdig +short` prints them.
    package func answers(to name: String, type: String) async throws -> [String] {
        let arguments = ["@\(host)", "-p", "\(port)", name, type, "+short", "+time=1", "+retry=0"]
        return try await Command(SystemProgram.find("kdig"), arguments).run().text.split(separator: "\n").map(
            String.init)
    }

    /// Ends the server as an operator would; the zone's changes are kept for the next start.
    package func stop() async {
        process?.send(SIGCONT)
        await process?.terminate()
        process = nil
    }

    package func kill9() async throws {
        process?.send(SIGKILL)
        try await process?.exit(within: .seconds(5))
        process = nil
    }

    /// Starts again unless it runs.
    package func revive() async throws {
        if !isRunning { try await start() }
    }

    /// Makes the server silent: the kernel still takes connections and packets, and nobody answers.
    package func halt() async { await process?.halt() }

    package func resume() { process?.send(SIGCONT) }

    private nonisolated var configurationFile: URL { folder.appending(path: "knot.conf") }

    /// Knot DNS 3.2 or newer.
    private nonisolated var configuration: String {
        """
        server:
            rundir: "\(folder.path)"
            listen: \(host)@\(port)
            tcp-workers: 2
            udp-workers: 1
            background-workers: 1
        database:
            storage: "\(folder.path)/database"
        log:
          - target: stderr
            any: info
        key:
          - id: \(key.name)
            algorithm: \(key.algorithm)
            secret: \(key.secret)
        acl:
          - id: switch
            key: \(key.name)
            action: update
            update-type: [CNAME, TXT]
            update-owner: name
            update-owner-match: equal
            update-owner-name: [\(zone.serviceName)., \(zone.epochName).]
        zone:
          - domain: \(zone.zone)
            storage: "\(folder.path)"
            file: \(zone.zone).zone
            acl: switch
            zonefile-sync: -1
            zonefile-load: whole
            journal-content: changes

        """
    }
}
