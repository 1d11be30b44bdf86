import Bytes
import Cryptography
import Glibc
import LicenseStore
import Licensing
import Postgres
import Reactor

/// Looks keys up without a server around it, on one loop: what the database path costs by itself.
///
///     LookupLoad SOCKETFOLDER PORT CLIENTS CONNECTIONS MILLISECONDS KEYS
///
/// Each client asks for one key after the other, chosen among those that `KeyFiller` made. Prints JSON: lookups, those
/// that found nothing, queries, wall time, this process's own CPU time, and that of its connections' server processes.
@main
struct LookupLoad {
    static func main() throws {
        let words = Array(CommandLine.arguments.dropFirst())
        let numbers = words.dropFirst().compactMap { Int($0) }
        guard words.count == 6, numbers.count == 5, let port = UInt16(exactly: numbers[0]) else {
            print("usage: LookupLoad SOCKETFOLDER PORT CLIENTS CONNECTIONS MILLISECONDS KEYS")
            exit(64)
        }
        var settings = DatabaseSettings(
            target: DatabaseTarget(host: words[0], port: port, database: "evergrant", user: "postgres"))
        settings.connectionCount = numbers[2]
        let keyIDs = try (0..<numbers[4]).map { number in
            try KeyID(bytes: SHA256.digest(Array("\(number)".utf8)).prefix(16))
        }
        let loop = try EventLoop()
        let load = Load(settings, clients: numbers[1], keyIDs: keyIDs)
        Task.detached {
            do { try await load.run(for: .milliseconds(numbers[3]), on: loop) } catch { print("failed: \(error)") }
            loop.stop()
        }
        // On the main thread, where a profiler finds it.
        loop.run()
        print(load.report)
    }
}

/// Unchecked: touched on its loop only.
final class Load: @unchecked Sendable {
    private let database: Database
    private let lookup: KeyLookup
    private let clients: Int
    private let keyIDs: [KeyID]
    private var random = SystemRandomNumberGenerator()
    private var isEnding = false
    private var counts = (found: 0, missed: 0, failed: 0)
    private(set) var report = ""

    init(_ settings: DatabaseSettings, clients: Int, keyIDs: [KeyID]) {
        database = Database(settings, resolver: NameResolver())
        lookup = KeyLookup(database, within: .seconds(5))
        self.clients = clients
        self.keyIDs = keyIDs
    }

    func run(for duration: Duration, on loop: isolated EventLoop) async throws {
        database.open(on: loop)
        _ = try await lookup.rows(of: [keyIDs[0]], on: loop)
        let backends = try await backendProcesses(on: loop)
        let serverTime = Self.processorTime(of: backends)
        let (start, cpu, queries) = (loop.now, processorTime(), database.statistics.queries)
        for _ in 0..<clients { ask(on: loop) }
        try await loop.sleep(for: duration)
        isEnding = true
        let microseconds = Int((loop.now - start) / .microseconds(1))
        report = """
            {"found": \(counts.found), "missed": \(counts.missed), "failed": \(counts.failed), \
            "queries": \(database.statistics.queries - queries), "wallMicroseconds": \(microseconds), \
            "cpuMicroseconds": \(processorTime() - cpu), \
            "serverMicroseconds": \(Self.processorTime(of: backends) - serverTime)}
            """
        database.close(on: loop)
    }

    private func ask(on loop: isolated EventLoop) {
        guard !isEnding else { return }
        let keyID = keyIDs[Int.random(in: 0..<keyIDs.count, using: &random)]
        lookup.rows(of: [keyID], on: loop) { [self] result in
            switch result {
            case .success(let rows) where rows.isEmpty: counts.missed += 1
            case .success: counts.found += 1
            case .failure: counts.failed += 1
            }
            ask(on: loop)
        }
    }

    /// One question for each connection, asked at once, goes to a connection each.
    private func backendProcesses(on loop: isolated EventLoop) async throws -> [Int32] {
        let query = ReadQuery<Int32>(name: "load.backend", sql: "SELECT pg_backend_pid()") { row throws(RowError) in
            try row.int32(0)
        }
        while database.statistics.ready < database.settings.connectionCount {
            try await loop.sleep(for: .milliseconds(10))
        }
        let asked = (0..<database.settings.connectionCount).map { _ in
            Task { try await database.read(query, within: .seconds(5), on: loop) }
        }
        var processes: Set<Int32> = []
        for task in asked { processes.formUnion(try await task.value) }
        return Array(processes)
    }

    /// From the kernel's own books, in microseconds.
    private static func processorTime(of processes: [Int32]) -> Int {
        processes.reduce(0) { sum, process in
            guard let file = fopen("/proc/\(process)/schedstat", "r") else { return sum }
            defer { fclose(file) }
            var line = [CChar](repeating: 0, count: 128)
            guard fgets(&line, 128, file) != nil else { return sum }
            return sum + Int(strtoll(line, nil, 10)) / 1_000
        }
    }

    private func processorTime() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return time.tv_sec * 1_000_000 + time.tv_nsec / 1_000
    }
}
