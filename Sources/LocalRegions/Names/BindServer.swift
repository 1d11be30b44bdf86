package import Foundation

/// ISC BIND with one zone, in a folder of its own, that ends when we end: the other server that updates are tried on.
package actor BindServer: LocalNameServer {
    package nonisolated let zone: LocalZone
    package nonisolated let port: UInt16
    package nonisolated let key: UpdateKey
    package nonisolated let keyFile: URL
    private nonisolated let folder: URL
    private var process: ChildProcess?

    package nonisolated var host: String { "127.0.0.1" }

    /// - Parameter folder: Its files go into a folder of their own in there.
    package static func start(_ zone: LocalZone = LocalZone(), in folder: URL) async throws -> BindServer {
        try await FreePort.retrying {
            let server = try BindServer(zone, port: FreePort.claim(), folder: folder)
            try await server.start()
            return server
        }
    }

    private init(_ zone: LocalZone, port: UInt16, folder: URL) throws {
        self.zone = zone
        self.port = port
        self.folder = folder.appending(path: "bind-\(port)")
        key = UpdateKey()
        keyFile = self.folder.appending(path: "update.key")
        try FileManager.default.createDirectory(
            at: self.folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try Data(key.keyFile.utf8).write(to: keyFile)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: keyFile.path)
        try Data(zone.masterFile.utf8).write(to: self.folder.appending(path: "\(zone.zone).zone"))
        try Data(configuration.utf8).write(to: configurationFile)
    }

    private func start() async throws {
        let command = Command(try SystemProgram.find("named"), ["-g", "-n", "2", "-c", configurationFile.path])
        let log = folder.appending(path: "named.log")
        let process = try await ChildProcess.start(command, name: "BIND", log: log)
        self.process = process
        let question = ["@\(host)", "-p", "\(port)", zone.zone, "SOA", "+short", "+time=1", "+retry=0"]
        let asked = Command(try SystemProgram.find("kdig"), question)
        try await eventually("BIND answers for \(zone.zone)", within: .seconds(60)) {
            try process.requireRunning()
            return try await !asked.run().text.isEmpty
        }
    }

    package func stop() async {
        process?.send(SIGCONT)
        await process?.terminate()
        process = nil
    }

    package func halt() async { await process?.halt() }

    package func resume() { process?.send(SIGCONT) }

    private nonisolated var configurationFile: URL { folder.appending(path: "named.conf") }

    /// BIND 9.18 or newer.
    private nonisolated var configuration: String {
        """
        options {
            directory "\(folder.path)";
            pid-file none;
            session-keyfile none;
            lock-file none;
            listen-on port \(port) { \(host); };
            listen-on-v6 { none; };
            recursion no;
            dnssec-validation no;
            notify no;
        };
        controls { };
        include "\(keyFile.path)";
        zone "\(zone.zone)" {
            type primary;
            file "\(zone.zone).zone";
            update-policy {
                grant \(key.name) name \(zone.serviceName). CNAME;
                grant \(key.name) name \(zone.epochName). TXT;
            };
        };

        """
    }
}
