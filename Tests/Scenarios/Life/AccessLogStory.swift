import Foundation
import LocalRegions
import TestSupport
import Testing

@Suite("The access log of a server", .serialized, .timeLimit(.minutes(3)))
struct AccessLogStory {
    /// What must be in no line, wherever a client puts it.
    private static let secret = "s3cr3tT0ken"

    @Test("no token and no key is in it, wherever hostile clients put them")
    func keepsSecrets() async throws {
        let server = try await LoneServer.start("accessLog: { file: \(try place().path) }")
        let secret = Self.secret
        let body = #"{"kids":["\#(secret)"],"token":"\#(secret)"}"#
        let requests = [
            "POST /v1/licenses/clearkey?token=\(secret) HTTP/1.1\r\nhost: a\r\n"
                + "content-length: \(body.utf8.count)\r\n\r\n\(body)",
            "GET /\(secret)/../\(secret) HTTP/1.1\r\nhost: a\r\nauthorization: Bearer \(secret)\r\n\r\n",
            "GET /v1/sites/\(secret)/contents/\(secret)?\(secret) HTTP/1.1\r\n"
                + "host: \(secret)\r\nuser-agent: \(secret)\r\n\r\n",
            "\(secret) /livez HTTP/1.1\r\nhost: a\r\n\r\n", "GET \(secret) HTTP/1.1\r\nhost: a\r\n\r\n",
            "GET /livez HTTP/1.1\r\nhost: a\r\n\(secret) : x\r\n\r\n",
            "GET /livez HTTP/1.1\r\nhost: a\r\nforwarded: for=\(secret)\r\nx-forwarded-for: \(secret)\r\n\r\n",
        ]
        for request in requests {
            let client = try server.client()
            try await client.send(request)
            _ = try await client.response()
        }

        let lines = try await self.lines(behindStart: requests.count)
        #expect(!lines.joined().contains(secret))
        #expect(!lines.joined().contains("s3cr3t"))
        for line in lines {
            let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            #expect(object["listener"] as? String == "public")
            #expect(object["peer"] as? String == "127.0.0.1")
        }
    }

    @Test("each line says what was asked by its route, and how it was answered")
    func saysWhat() async throws {
        let server = try await LoneServer.start("accessLog: { file: \(try place().path) }")
        _ = try await server.client().get("/v1/sites/a/contents")

        let last = try #require(try await lines(behindStart: 1).last { $0.contains("sites") })
        let line = try #require(try JSONSerialization.jsonObject(with: Data(last.utf8)) as? [String: Any])
        #expect(line["route"] as? String == "/v1/sites/{site}/contents")
        #expect(line["method"] as? String == "GET")
        #expect(line["status"] as? Int == 401)
        #expect(line["protocol"] as? String == "HTTP/1.1")
        #expect(line["secure"] as? Bool == false)
        #expect(line["tls"] == nil)
        #expect(line["region"] as? String == "lone")
        #expect((line["us"] as? Int).map { 0..<5_000_000 ~= $0 } == true)
        #expect((line["bytes"] as? Int).map { $0 > 50 } == true)
    }

    @Test("of a connection through TLS it says which version", arguments: ["TLSv1.2", "TLSv1.3"])
    func saysTLS(version: String) async throws {
        let files = try await TLSFolder()
        let server = try await SecureServer.start(
            files.section(), settings: "accessLog: { file: \(try place().path) }")
        let option = version.lowercased().replacing("v", with: "").replacing(".", with: "_")

        _ = try await files.client(server.port, "-\(option)")

        try await eventually("the line is written", within: .seconds(20)) {
            try lines().contains { $0.contains(#""secure":true,"tls":"\#(version)""#) }
        }
    }

    @Test("a sample of 0 leaves failures alone, and no file means no thread and no line")
    func samples() async throws {
        let file = try place()
        let server = try await LoneServer.start("accessLog: { file: \(file.path), sample: 0 }")
        for _ in 0..<10 { _ = try await server.client().get("/livez") }
        #expect(try await server.client().get("/readyz").status == 503)

        try await eventually("the failure is logged", within: .seconds(20)) {
            try lines().contains { $0.contains("503") }
        }
        #expect(try lines().allSatisfy { $0.contains(#""status":503"#) })
    }

    @Test("a rotated file is let go on SIGHUP, and every line is in one file or the other")
    func rotates() async throws {
        let server = try await LoneServer.start("accessLog: { file: \(try place().path) }")
        _ = try await lines(behindStart: 0)
        let rotated = folder.url.appending(path: "access.log.1")
        try FileManager.default.moveItem(at: try place(), to: rotated)
        _ = try await server.client().get("/livez")
        try await server.reload()
        _ = try await server.client().get("/readyz")

        try await eventually("the new file has the new line", within: .seconds(20)) {
            try lines().contains { $0.contains("/readyz") }
        }
        try server.send(SIGTERM)
        #expect(try await server.ending().status == 0)
        let written = try
            (String(contentsOf: rotated, encoding: .utf8).split(separator: "\n").map(String.init) + lines())
            .filter { $0.contains(#""listener":"public""#) }.count
        // The start's, one before the file was let go, and one after.
        #expect(written == 3)
    }

    @Test("a reader that leaves its pipe costs lines, and never the server")
    func survivesReaders() async throws {
        let pipe = try place()
        try await Command("mkfifo", [pipe.path]).run()
        let reader = try #require(FileHandle(forUpdatingAtPath: pipe.path))
        let server = try await LoneServer.start("accessLog: { file: \(pipe.path) }")
        try reader.close()

        try await eventually("lines are dropped", within: .seconds(20)) {
            #expect(try await server.client().get("/livez").status == 200)
            return try await server.metric("evergrant_access_log_lines_total", "dropped") > 0
        }
        try server.send(SIGTERM)
        #expect(try await server.ending().status == 0)
    }

    private let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    private func place() throws -> URL { folder.url.appending(path: "access.log") }

    private func lines() throws -> [String] {
        try String(contentsOf: place(), encoding: .utf8).split(separator: "\n").map(String.init)
    }

    /// All lines, once there are that many whole ones behind that of the start, which is one: of the answer that showed
    /// that the server listens.
    private func lines(behindStart count: Int) async throws -> [String] {
        try await eventually("\(count) lines are written", within: .seconds(20)) {
            try String(contentsOf: place(), encoding: .utf8).count { $0 == "\n" } >= 1 + count
        }
        return try lines()
    }
}
