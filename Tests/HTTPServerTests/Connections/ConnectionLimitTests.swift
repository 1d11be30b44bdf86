import HTTPServer
import LocalRegions
import TestSupport
import Testing

@Suite("How many connections there may be")
struct ConnectionLimitTests {
    private func limits(_ change: (inout ServerLimits) -> Void) -> ServerLimits {
        var limits = ServerLimits()
        change(&limits)
        return limits
    }

    private func expectAnswer(_ client: BlockingClient) async throws {
        try await client.send("GET /fast HTTP/1.1\r\nhost: a\r\n\r\n")
        #expect(try await client.response().text == "fast")
    }

    @Test("one connection more than the limit is told to come back and closed, and the others go on")
    func limitsAll() async throws {
        let server = try await TestServer(limits { $0.connectionsMax = 2 })
        let clients = [try server.client(), try server.client()]
        for client in clients { try await expectAnswer(client) }

        let third = try server.client()
        let answer = try await third.response()

        #expect(answer.status == 503)
        #expect(answer.field("retry-after") == "1")
        #expect(try await third.receive() == [])
        try await expectAnswer(clients[0])
    }

    @Test("one address cannot take the room of others")
    func limitsAddresses() async throws {
        let server = try await TestServer(limits { $0.connectionsPerAddressMax = 2 })
        let greedy = [try server.client(from: "127.0.1.1"), try server.client(from: "127.0.1.1")]
        for client in greedy { try await expectAnswer(client) }

        #expect(try await server.client(from: "127.0.1.1").response().status == 503)

        try await expectAnswer(try server.client(from: "127.0.1.2"))
    }

    @Test("behind the last request that a connection may bring, its client is told so, and the connection closed")
    func limitsRequests() async throws {
        let server = try await TestServer(limits { $0.requestsPerConnectionMax = 3 })
        let client = try server.client()

        try await expectAnswer(client)
        try await expectAnswer(client)
        try await client.send("GET /fast HTTP/1.1\r\nhost: a\r\n\r\n")
        let last = try await client.response()

        #expect(last.text == "fast")
        #expect(last.field("connection") == "close")
        #expect(try await client.receive() == [])
    }

    @Test("a connection that ends makes room for another")
    func reusesRoom() async throws {
        var limits = ServerLimits()
        limits.connectionsMax = 1
        let server = try await TestServer(limits)

        for _ in 0..<5 {
            let client = try server.client()
            try await client.send("GET /fast HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n")
            #expect(try await client.response().text == "fast")
            #expect(try await client.receive() == [])
            await client.close()
            try await eventually("the connection ends", within: .seconds(20), every: .milliseconds(2)) {
                await server.connectionCount == 0
            }
        }
    }
}
