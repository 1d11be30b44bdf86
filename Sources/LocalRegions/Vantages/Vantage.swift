package import Foundation

/// One vantage: `evergrant probe`, run as an operator runs it.
package actor Vantage {
    package nonisolated let place: VantagePlace
    package nonisolated let log: URL
    package nonisolated let tool: Evergrant
    private nonisolated let client: WebClient
    private var process: ChildProcess?

    package nonisolated var name: String { place.name }

    init(_ place: VantagePlace, tool: Evergrant, client: WebClient, log: URL) {
        self.place = place
        self.tool = tool
        self.client = client
        self.log = log
    }

    package var processID: Int32? { process?.processID }
    package var isRunning: Bool { process?.isRunning ?? false }

    /// Starts the vantage, with whatever it had kept in its folder, and returns once it answers.
    package func start(within limit: Duration = .seconds(30)) async throws {
        let process = try await ChildProcess.start(
            tool.command(["probe"]), name: "the vantage in \(name)", log: log)
        self.process = process
        let liveness = try url("livez")
        try await eventually("the vantage in \(name) answers", within: limit) {
            try process.requireRunning()
            return await client.status(of: liveness) == 200
        }
    }

    /// What the vantage says of itself and of both regions; nil when it does not answer.
    package func status() async -> VantageStatus? {
        guard isRunning, let url = try? url("status") else { return nil }
        var request = WebRequest.get(url)
        request.limit = .seconds(2)
        return try? await client.answer(request).decode()
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

    /// Makes the vantage silent: the kernel still takes connections, and nobody answers.
    package func halt() { process?.send(SIGSTOP) }

    package func resume() { process?.send(SIGCONT) }

    package func stop() async {
        resume()
        await process?.terminate()
        process = nil
    }

    private nonisolated func url(_ path: String) throws(LocalRegionsFailure) -> URL {
        guard let url = URL(string: "\(place.url)/\(path)") else { throw .unexpectedAnswer("\(place.url) is no URL") }
        return url
    }
}
