import Foundation
import LocalRegions
import TestSupport
import Testing

@Suite("A server under systemd", .serialized, .timeLimit(.minutes(3)))
struct ActivationStory {
    @Test("takes the sockets it is given, by their names, on every loop")
    func takesSockets() async throws {
        let (given, operators) = (try FreePort.claim(), try FreePort.claim())
        let server = try await LoneServer.start(
            activatedBy: ["-l", "127.0.0.1:\(given)", "-l", "127.0.0.1:\(operators)", "--fdname=public:operator"],
            on: given)

        for _ in 0..<40 { #expect(try await BlockingClient(port: given).get("/livez").status == 200) }

        #expect(throws: BlockingClient.Failure.self) { try BlockingClient(port: server.port) }
        let metrics = try await BlockingClient(port: operators).get("/metrics")
        #expect(metrics.text.contains("evergrant_http_answers_total"))
        #expect(try server.log().contains("127.0.0.1:\(given)"))
        try await eventually("both loops watch the one socket", within: .seconds(20)) {
            try server.loopsThatHaveSockets() >= 2
        }
    }

    @Test("a socket for nobody, or none at all behind a descriptor, ends it with 78 and a sentence")
    func refusesStrangers() async throws {
        let port = try FreePort.claim()
        let server = try LoneServer.launch(
            activatedBy: ["-l", "127.0.0.1:\(port)", "-l", "127.0.0.1:\(try FreePort.claim())", "--fdname=publik:a"])
        // The program is started by the first connection.
        try await eventually("it is started", within: .seconds(30)) {
            _ = try? BlockingClient(port: port)
            return try server.log().contains("is no listener")
        }
        #expect(try await server.ending().status == 78)
    }

    @Test("says that it is ready when it answers, that it reloads, and that it stops")
    func tellsSystemd() async throws {
        let folder = try TemporaryDirectory()
        let socket = try NotifySocket(folder.url.appending(path: "notify").path)
        let server = try LoneServer.launch(environment: ["NOTIFY_SOCKET": socket.name])

        #expect(try socket.next() == ["READY=1", "STATUS=waiting for the database"])
        #expect(try await server.client().get("/livez").status == 200, "ready means able to answer")
        try server.send(SIGHUP)
        let reloading = try socket.next()
        #expect(reloading.first == "RELOADING=1")
        #expect(reloading.dropFirst().first?.hasPrefix("MONOTONIC_USEC=") == true)
        #expect(try socket.next().first == "READY=1")
        try server.send(SIGTERM)
        #expect(try socket.next() == ["STOPPING=1", "STATUS=draining"])
        #expect(try await server.ending().status == 0)
    }

    @Test("feeds the watchdog while it turns, and not while it hangs")
    func feedsWatchdog() async throws {
        let folder = try TemporaryDirectory()
        let socket = try NotifySocket(folder.url.appending(path: "notify").path)
        let server = try LoneServer.launch(
            environment: ["NOTIFY_SOCKET": socket.name, "WATCHDOG_USEC": "1000000"])
        _ = try socket.next()

        for _ in 0..<3 { #expect(try socket.next() == ["WATCHDOG=1"]) }
        try server.send(SIGSTOP)
        try await eventually("it is halted", within: .seconds(10)) {
            try ProcessTable.isStopped(server.processID)
        }
        // Only the next datagram can be measured, so none may be left.
        while socket.waitingCount > 0 { _ = try socket.next() }
        try await Task.sleep(for: .seconds(1.5))
        #expect(socket.waitingCount == 0)
        try server.send(SIGCONT)
        #expect(try socket.next() == ["WATCHDOG=1"])
    }
}

extension LoneServer {
    /// How many epoll sets hold a socket that the process was given (proc(5), `fdinfo`: `tfd`).
    func loopsThatHaveSockets() throws -> Int {
        let folder = "/proc/\(try processID)/fdinfo"
        return try FileManager.default.contentsOfDirectory(atPath: folder).filter { name in
            let text = (try? String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)) ?? ""
            // EPOLLEXCLUSIVE | EPOLLIN, and EPOLLERR | EPOLLHUP, which the kernel adds.
            return text.split(separator: "\n").contains { $0.hasPrefix("tfd:") && $0.contains("events: 10000019") }
        }.count
    }
}
