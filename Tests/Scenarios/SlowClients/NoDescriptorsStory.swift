import Foundation
import LocalRegions
import TestSupport
import Testing

extension Scenarios {
    private static let alive = "GET /livez HTTP/1.1\r\nhost: a\r\n\r\n"

    @Test("a server without a descriptor left serves whom it has, sends others away, and neither spins nor ends")
    func noDescriptors() async throws {
        try await withTwoRegions { regions in
            let process = try #require(await regions.seoul.server.processID)
            let (host, port) = try regions.seoul.cleartextPlace()
            let early = try BlockingClient(host: host, port: port)
            try await expectAlive(early)
            let room = try descriptorCount(of: process) + 20
            try await Command("prlimit", ["--pid", "\(process)", "--nofile=\(room):"]).run(within: .seconds(5))

            let swarm = try Swarm(300, to: host, port: port, saying: [])
            try await eventually("those beyond the limit are sent away", within: .seconds(10)) {
                swarm.drip([])
                return swarm.openCount <= 40  // What others of the process give back, they take as well.
            }
            let (before, start) = (try processorTicks(of: process), ContinuousClock.now)
            for _ in 0..<20 {
                try await expectAlive(early)
                try await Task.sleep(for: .milliseconds(100))
            }
            let ticks = try processorTicks(of: process) - before

            let share = Double(ticks) / 100 / ((ContinuousClock.now - start) / .seconds(1))
            #expect(share < 0.5, "half of one processor would be spinning: \(ticks) ticks of 10 ms")
            try await Command("prlimit", ["--pid", "\(process)", "--nofile=\(room + 400):"]).run(within: .seconds(5))
            try await expectAlive(try BlockingClient(host: host, port: port))
            try await eventually("Seoul is healthy", within: .seconds(20)) {
                try await regions.health(of: regions.seoul).status == 200
            }
            #expect(await regions.seoul.server.processID == process)
        }
    }

    @Test("a server whose kernel takes no connection for a while takes them afterwards")
    func acceptFails() async throws {
        try await withTwoRegions { regions in
            let process = try #require(await regions.seoul.server.processID)
            for error in ["EMFILE", "ENFILE", "ENOMEM", "ENOBUFS"] {
                try await outlive(error, of: process, in: regions)
            }
            #expect(await regions.seoul.server.processID == process)
            #expect(await regions.seoul.server.isRunning)
        }
    }

    /// Lets the next 20 tries of each loop to take a connection fail.
    private func outlive(_ error: String, of process: Int32, in regions: TwoRegions) async throws {
        let (host, port) = try regions.seoul.cleartextPlace()
        let early = try BlockingClient(host: host, port: port)
        try await expectAlive(early)
        let arguments = [
            "--follow-forks", "--quiet=all", "--output=/dev/null", "--trace=accept4",
            "--inject=accept4:error=\(error):when=1..20", "--attach=\(process)",
        ]
        let tracer = try await ChildProcess.start(
            Command("strace", arguments), name: "strace", log: regions.folder.url.appending(path: "strace.log"))
        try await eventually("strace holds every thread of the server", within: .seconds(20)) {
            try FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task").allSatisfy { thread in
                try !String(contentsOfFile: "/proc/\(process)/task/\(thread)/status", encoding: .utf8)
                    .contains("TracerPid:\t0\n")
            }
        }

        let late = try BlockingClient(host: host, port: port)
        try await expectAlive(early)
        // Not even the descriptor held back helps, so the listener pauses and tries again.
        try await expectAlive(late)
        await tracer.terminate(SIGTERM)
    }

    private func expectAlive(_ client: BlockingClient) async throws {
        try await client.send(Self.alive)
        #expect(try await client.response().status == 200)
    }

    /// What a process has had of processors, in hundredths of a second (proc(5), `stat`: utime and stime).
    private func processorTicks(of process: Int32) throws -> Int {
        let text = try String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
        let fields = text.split(separator: ")").last?.split(separator: " ").compactMap { Int($0) } ?? []
        // Behind the name and the state, which is no number, the 10th and 11th are those.
        return fields.count > 11 ? fields[10] + fields[11] : 0
    }
}
