package import Foundation

/// Where the vantages' webhooks end: what an operator's pager would have.
package actor AlarmReceiver {
    package nonisolated let url: URL
    /// What both sides sign with; the receiver refuses a delivery that is not.
    package nonisolated let secretFile: URL
    /// One line of JSON for each delivery, in the order of arrival.
    package nonisolated let receivedFile: URL
    private let server: ChildProcess

    private init(url: URL, secretFile: URL, receivedFile: URL, server: ChildProcess) {
        self.url = url
        self.secretFile = secretFile
        self.receivedFile = receivedFile
        self.server = server
    }

    /// - Parameter port: Claimed by the caller, since the vantages' configuration names it.
    package static func start(on port: UInt16, in folder: URL) async throws -> AlarmReceiver {
        guard let url = URL(string: "http://127.0.0.1:\(port)/") else { throw LocalRegionsFailure.noFreePort }
        let secret = folder.appending(path: "alarm-secret")
        try await makeSecret(at: secret)
        let received = folder.appending(path: "alarms.jsonl")
        let script = try RepositoryFolder.find().appending(path: "deploy/local/alarm-receiver")
        let server = try await ChildProcess.start(
            Command("python3", [script.path, "\(port)", secret.path, received.path]), name: "the alarm receiver",
            log: folder.appending(path: "alarm-receiver.log"))
        let client = WebClient()
        try await eventually("the alarm receiver answers", within: .seconds(15)) {
            try server.requireRunning()
            return await client.status(of: url) == 200
        }
        return AlarmReceiver(url: url, secretFile: secret, receivedFile: received, server: server)
    }

    /// Every delivery so far, the oldest first.
    package nonisolated func received() throws -> [ReceivedAlarm] {
        let text = try String(contentsOf: receivedFile, encoding: .utf8)
        // A line that is being written has no newline yet and belongs to the next look.
        let lines = text.split(separator: "\n", omittingEmptySubsequences: true)
        let whole = text.hasSuffix("\n") ? lines[...] : lines.dropLast()
        return try whole.map { try JSONDecoder().decode(ReceivedAlarm.self, from: Data($0.utf8)) }
    }

    package func stop() async { await server.terminate() }
}
