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

    @Test("when all have a request under way, one connection more is told to come back and closed, and they go on")
    func limitsAll() async throws {
        let server = try await TestServer(limits { $0.connectionsMax = 2 })
        let clients = [try server.client(), try server.client()]
        for client in clients { try await client.send("GET /slow HTTP/1.1\r\nhost: a\r\n\r\n") }
        try await eventually("both are under way", within: .seconds(20), every: .milliseconds(2)) {
            server.script.requests.count == 2
        }

        let third = try server.client()
        let answer = try await third.response()

        #expect(answer.status == 503)
        #expect(answer.field("retry-after") == "1")
        #expect(try await third.receive() == [])
        server.script.slowMayAnswer.open()
        for client in clients { #expect(try await client.response().text == "slow") }
    }

    @Test(
        "when all places are taken by connections that say nothing, or little, a newcomer is answered",
        arguments: ["", "GET /hea", "POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\nabc"])
    func makesRoom(saying words: String) async throws {
        let server = try await TestServer(limits { $0.connectionsMax = 40 })
        var holders: [BlockingClient] = []
        for index in 0..<40 {
            holders.append(try server.client(from: "127.0.2.\(index % 8 + 1)"))
            try await holders.last?.send(words)
            guard index == 0 else { continue }
            try await eventually("the first has waited longest", within: .seconds(20), every: .milliseconds(2)) {
                let (count, bytes) = (await server.connectionCount, await server.requests.bytes)
                return count == 1 && (bytes > 0) == !words.isEmpty
            }
        }
        try await eventually("all places are taken", within: .seconds(20), every: .milliseconds(2)) {
            await server.connectionCount == 40
        }

        for _ in 0..<5 { try await expectAnswer(try server.client(from: "127.0.3.1")) }

        #expect(await server.connectionCount <= 40)
        #expect(try await holders[0].receiveToEnd() == [], "who has waited longest goes first")
    }

    @Test("who has a request under way is not driven out, and neither is anybody by an address that has its share")
    func sparesOthers() async throws {
        let server = try await TestServer(
            limits { ($0.connectionsMax, $0.connectionsPerAddressMax) = (3, 2) })
        let busy = try server.client(from: "127.0.2.1")
        try await busy.send("GET /slow HTTP/1.1\r\nhost: a\r\n\r\n")
        await server.script.slowHasArrived.wait()
        let greedy = [try server.client(from: "127.0.2.2"), try server.client(from: "127.0.2.2")]
        for client in greedy { try await expectAnswer(client) }

        #expect(try await server.client(from: "127.0.2.2").response().status == 503)
        try await expectAnswer(greedy[0])
        try await expectAnswer(try server.client(from: "127.0.2.3"))
        server.script.slowMayAnswer.open()

        #expect(try await busy.response().text == "slow")
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
