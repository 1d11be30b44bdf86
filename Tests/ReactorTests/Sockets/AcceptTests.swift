import LocalRegions
import Reactor
import TestSupport
import Testing

@Suite("Accepting connections")
struct AcceptTests {
    @Test(
        "a listener says who has come", arguments: [("127.0.0.1", "127.0.0.1"), ("::1", "::1"), ("::", "127.0.0.1")])
    func saysWho(address: String, client: String) async throws {
        let listener = try ListeningSocket(on: try #require(SocketAddress(numeric: address, port: 0)))
        let target = try #require(SocketAddress(numeric: client, port: listener.address.port))
        let connection = try ConnectedSocket.connecting(to: target)

        // A handshake is over for one side before it is for the other.
        var peer: IPAddress?
        try await eventually("the connection has come", within: .seconds(10), every: .milliseconds(1)) {
            peer = try listener.accept()?.peer
            return peer != nil
        }

        #expect(peer == IPAddress(client))
        _ = consume connection
    }

    @Test("a connection is refused with words, through the descriptor held back")
    func refusesWithReserve() async throws {
        let listener = try ListeningSocket(on: try #require(SocketAddress(numeric: "127.0.0.1", port: 0)))
        let reserve = DescriptorReserve()
        let client = try BlockingClient(port: listener.address.port)

        try await eventually("it has come and is refused", within: .seconds(10), every: .milliseconds(1)) {
            try reserve.refuseOne(from: listener, saying: Array("no".utf8))
        }

        #expect(try await client.receiveToEnd() == Array("no".utf8))
        #expect(try reserve.refuseOne(from: listener, saying: []) == false)
    }
}
