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

        let peer = try listener.accept()?.peer

        #expect(peer == IPAddress(client))
        _ = consume connection
    }

    @Test("a connection is refused with words, through the descriptor held back")
    func refusesWithReserve() async throws {
        let listener = try ListeningSocket(on: try #require(SocketAddress(numeric: "127.0.0.1", port: 0)))
        let reserve = DescriptorReserve()
        let client = try BlockingClient(port: listener.address.port)

        #expect(try reserve.refuseOne(from: listener, saying: Array("no".utf8)))

        #expect(try await client.receiveToEnd() == Array("no".utf8))
        #expect(try reserve.refuseOne(from: listener, saying: []) == false)
    }
}
