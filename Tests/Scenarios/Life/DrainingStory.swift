import Foundation
import LocalRegions
import TestSupport
import Testing

@Suite("A server that is asked to stop", .serialized, .timeLimit(.minutes(3)))
struct DrainingStory {
    @Test("answers what is under way with `Connection: close`, takes nobody new, and ends with 0")
    func finishesWork() async throws {
        let server = try await LoneServer.start()
        let (busy, idle) = (try server.client(), try server.client())
        #expect(try await idle.get("/livez").status == 200)
        try await busy.ask(server.slowQuestion)
        try await isWaiting(at: server)

        try server.send(SIGTERM)

        #expect(try await idle.receive() == [], "an idle connection is closed")
        try await eventually("every loop has closed its listener", within: .seconds(10)) {
            do { _ = try server.client() } catch { return true }
            return false
        }
        let answer = try await busy.response()
        #expect(answer.status == 503)
        #expect(answer.field("connection") == "close")
        #expect(try await busy.receive() == [])
        let ending = try await server.ending()
        #expect(ending.status == 0, "\(ending.log)")
        #expect(ending.log.contains(#""message":"ended""#), "\(ending.log)")
    }

    @Test("tells balancers first: /readyz says 503 while everything is still served")
    func tellsBalancersFirst() async throws {
        let server = try await LoneServer.start("draining: { delaySeconds: 4 }")

        try server.send(SIGTERM)

        try await eventually("/readyz says that it is stopping", within: .seconds(3)) {
            try await server.client().get("/readyz").text.contains("stopping")
        }
        #expect(try await server.client().get("/livez").status == 200, "new connections are taken")
        #expect(try await server.ending().status == 0)
        #expect(throws: BlockingClient.Failure.self) { try server.client() }
    }

    @Test("sends GOAWAY over HTTP/2 and answers the stream at hand")
    func goesAway() async throws {
        let server = try await LoneServer.start()
        let (path, authorization) = server.slowQuestion
        let url = "http://127.0.0.1:\(server.port)\(path)"
        async let client = Command("nghttp", ["-v", "--header", "authorization: \(authorization)", url]).run()
        try await isWaiting(at: server)

        try server.send(SIGTERM)

        let frames = try await client.text
        let goAway = try #require(frames.firstRange(of: "recv GOAWAY frame"), "\(frames)")
        let answer = try #require(frames.firstRange(of: ":status: 503"), "\(frames)")
        #expect(goAway.lowerBound < answer.lowerBound, "told before the answer came")
        #expect(frames.contains("recv DATA frame"), "\(frames)")
        #expect(try await server.ending().status == 0)
    }

    @Test("cuts off at the deadline who does not come to an end")
    func cutsOff() async throws {
        let server = try await LoneServer.start("draining: { deadlineSeconds: 0.3 }")
        let client = try server.client()
        try await client.send("POST /v1/licenses/clearkey HTTP/1.1\r\nhost: a\r\ncontent-length: 9\r\n\r\n{")
        try await hasOneClient(server)

        try server.send(SIGTERM)

        #expect(try await client.receive() == [])
        let ending = try await server.ending()
        #expect(ending.status == 0)
        #expect(ending.log.contains("cut off at the deadline"), "\(ending.log)")
    }

    @Test("ends at once when it is asked a second time")
    func endsAtOnce() async throws {
        let server = try await LoneServer.start("draining: { delaySeconds: 60 }")
        try server.send(SIGTERM)
        try await eventually("it is stopping", within: .seconds(20)) {
            try await server.client().get("/readyz").text.contains("stopping")
        }

        try server.send(SIGTERM)

        let ending = try await server.ending()
        #expect(ending.status == 128 + SIGTERM)
        #expect(ending.log.contains("ending at once"))
    }

    /// Until a packager's question waits for the database: the server counts once a second.
    private func isWaiting(at server: LoneServer) async throws {
        try await metrics(of: server, say: "evergrant_requests_waiting{region=\"lone\",audience=\"packager\"} 1\n")
    }

    /// Until the server has one client besides the operator who asks.
    private func hasOneClient(_ server: LoneServer) async throws {
        try await metrics(of: server, say: "evergrant_connections{region=\"lone\"} 2\n")
    }

    private func metrics(of server: LoneServer, say line: String) async throws {
        let operators = try BlockingClient(port: server.operatorPort)
        try await eventually("the metrics say \(line)", within: .seconds(10)) {
            try await operators.get("/metrics").text.contains(line)
        }
    }
}
