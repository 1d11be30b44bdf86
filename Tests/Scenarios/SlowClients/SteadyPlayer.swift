import Foundation
import TestSupport

/// A player that asks for one license after the other over one connection, and takes the time of each.
actor SteadyPlayer {
    private(set) var times: [Duration] = []
    private(set) var failures: [String] = []
    private let request: [UInt8]
    private let client: BlockingClient

    init(host: String, port: UInt16, token: String, challenge: Data) throws {
        let head =
            "POST /v1/licenses/clearkey HTTP/1.1\r\nhost: \(host)\r\nauthorization: Bearer \(token)\r\n"
            + "content-type: application/json\r\ncontent-length: \(challenge.count)\r\n\r\n"
        request = Array(head.utf8) + challenge
        client = try BlockingClient(host: host, port: port)
    }

    /// Asks until it is canceled, some hundred times a second: a player beside others, and no load of its own.
    func play() async {
        while !Task.isCancelled {
            let start = ContinuousClock.now
            do {
                try await client.send(request)
                let answer = try await client.response()
                if answer.status != 200 { failures.append("\(answer.status) \(answer.text)") }
            } catch {
                failures.append("\(error)")
                return
            }
            times.append(.now - start)
            try? await Task.sleep(for: .milliseconds(5))
        }
    }

    /// The time that 99 of 100 licenses took at most, since the last call.
    func takePercentile99() -> Duration? {
        defer { times = [] }
        return times.isEmpty ? nil : times.sorted()[times.count * 99 / 100]
    }
}
