import Reactor
import TestSupport
import Testing

@testable import HTTPServer

@Suite("Outbox")
struct OutboxTests {
    @Test("a new outbox holds nothing, and appending nothing changes that")
    func startsEmpty() {
        var outbox = Outbox()
        outbox.append([])

        #expect(outbox.isEmpty)
        #expect(outbox.count == 0)
    }

    @Test("it counts what waits")
    func counts() {
        var outbox = Outbox()
        outbox.append([1, 2])
        outbox.append([])
        outbox.append([3])

        #expect(outbox.count == 3)
    }

    @Test("what the socket does not take at once goes out later, in order and once")
    func sendsInOrder() async throws {
        let listening = try ListeningSocket(on: try #require(SocketAddress(numeric: "127.0.0.1", port: 0)))
        let client = try BlockingClient(port: listening.address.port, receiveBufferBytes: 4096)
        let socket = try await accepted(by: listening)
        let bytes = (0..<20_000_000).map { UInt8(truncatingIfNeeded: $0 / 251) }
        var outbox = Outbox()

        outbox.append(Array(bytes[..<19_000_000]))
        try outbox.send(to: socket)
        #expect(!outbox.isEmpty, "the kernel takes no 19 MB at once")
        outbox.append(Array(bytes[19_000_000...]))
        var received: [UInt8] = []
        while received.count < bytes.count {
            try outbox.send(to: socket)
            received += try await client.receive()
        }

        #expect(outbox.isEmpty)
        #expect(received == bytes)
    }

    /// A handshake is over for the client before it is for the server.
    private func accepted(by listening: borrowing ListeningSocket) async throws -> ConnectedSocket {
        for _ in 0..<1_000_000 {
            if let socket = try listening.accept() { return socket }
            await Task.yield()
        }
        throw NoConnection()
    }

    private struct NoConnection: Error {}
}
