package import Foundation

/// The license server of one region, run as an operator runs it.
package actor RegionServer {
    package nonisolated let endpoints: RegionEndpoints
    package nonisolated let operatorTool: Evergrant
    package nonisolated let log: URL
    private nonisolated let client: WebClient
    private var process: ChildProcess?

    package nonisolated var region: String { endpoints.region }

    init(endpoints: RegionEndpoints, operatorTool: Evergrant, client: WebClient, log: URL) {
        self.endpoints = endpoints
        self.operatorTool = operatorTool
        self.client = client
        self.log = log
    }

    package var processID: Int32? { process?.processID }
    package var isRunning: Bool { process?.isRunning ?? false }

    /// Starts the server and returns once it may take traffic.
    package func start(within limit: Duration = .seconds(30)) async throws {
        let process = try await ChildProcess.start(
            operatorTool.command(["serve"]), name: "the server of \(region)", log: log)
        self.process = process
        let readiness = endpoints.operations.appending(path: "readyz")
        try await eventually("the server of \(region) is ready", within: limit) {
            try process.requireRunning()
            return await client.status(of: readiness) == 200
        }
    }

    /// Ends the server as a crash would.
    package func kill9() async throws {
        process?.send(SIGKILL)
        try await process?.exit(within: .seconds(5))
    }

    /// Starts again unless it runs.
    package func revive() async throws {
        if !isRunning { try await start() }
    }

    /// Makes the server silent: the kernel still takes connections, and nobody answers.
    package func halt() { process?.send(SIGSTOP) }

    package func resume() { process?.send(SIGCONT) }

    /// Has the server read its files again.
    package func reload() { process?.send(SIGHUP) }

    /// Asks the server to finish what it is doing and end.
    package func stop() async {
        resume()
        await process?.terminate()
        process = nil
    }
}
