import Foundation
import LocalRegions
import Testing

@Suite("Web client", .serialized)
struct WebClientTests {
    @Test("status, headers and body come back as the server sent them")
    func readsAnswers() async throws {
        try await withFileServer { url in
            let found = try await WebClient().answer(.get(url.appending(path: "hello.txt")))
            #expect(found.status == 200)
            #expect(found.text == "hello")
            #expect(found.header("Content-Length") == "5")

            let missing = try await WebClient().answer(.get(url.appending(path: "missing")))
            #expect(missing.status == 404)
            #expect(missing.problem == nil)
        }
    }

    @Test("a server that is not there is an error, and no status")
    func noticesSilence() async throws {
        let url = try #require(URL(string: "http://127.0.0.1:\(FreePort.claim())/"))

        await #expect(throws: LocalRegionsFailure.self) { try await WebClient().answer(.get(url)) }
        #expect(await WebClient().status(of: url) == nil)
    }

    private func withFileServer(_ body: (URL) async throws -> Void) async throws {
        let folder = try TemporaryDirectory()
        try Data("hello".utf8).write(to: folder.url.appending(path: "hello.txt"))
        let port = try FreePort.claim()
        let url = try #require(URL(string: "http://127.0.0.1:\(port)/"))
        let server = try await ChildProcess.start(
            Command(
                "python3", ["-m", "http.server", "--bind", "127.0.0.1", "--directory", folder.url.path, "\(port)"]),
            name: "file server", log: folder.url.appending(path: "log"))
        try await eventually("the file server answers", within: .seconds(15)) {
            await WebClient().status(of: url) == 200
        }
        try await body(url)
        await server.terminate()
        #expect(!server.isRunning)
    }
}
