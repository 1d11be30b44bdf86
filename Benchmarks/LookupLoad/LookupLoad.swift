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
/// that found nothing, queries, wall time, and this process's own CPU time.
@main
struct LookupLoad {
    static func main() async throws {
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
        let loop = try EventLoop.start(named: "load")
        let load = Load(settings, clients: numbers[1], keyIDs: keyIDs)
        try await load.run(for: .milliseconds(numbers[3]), on: loop)
        print(load.report)
        loop.stop()
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
        let (start, cpu, queries) = (loop.now, processorTime(), database.statistics.queries)
        for _ in 0..<clients { ask(on: loop) }
        try await loop.sleep(for: duration)
        isEnding = true
        let microseconds = Int((loop.now - start) / .microseconds(1))
        report = """
            {"found": \(counts.found), "missed": \(counts.missed), "failed": \(counts.failed), \
            "queries": \(database.statistics.queries - queries), "wallMicroseconds": \(microseconds), \
            "cpuMicroseconds": \(processorTime() - cpu)}
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

    private func processorTime() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return time.tv_sec * 1_000_000 + time.tv_nsec / 1_000
    }
}
