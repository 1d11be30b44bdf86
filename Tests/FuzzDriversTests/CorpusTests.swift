import FoundationEssentials
import FuzzDrivers
import Testing

@Suite("Fuzzing corpora")
struct CorpusTests {
    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Fuzz/corpora")

    private static func corpus(of driver: Driver) throws -> [(name: String, bytes: [UInt8])] {
        let folder = folder.appendingPathComponent(driver.rawValue)
        return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map { name in
            (name, [UInt8](try Data(contentsOf: folder.appendingPathComponent(name))))
        }
    }

    @Test("each file of a corpus is read or refused, and no promise is broken", arguments: Driver.allCases)
    func replays(driver: Driver) throws {
        let corpus = try Self.corpus(of: driver)

        #expect(!corpus.isEmpty)
        for (name, bytes) in corpus {
            #expect(throws: Never.self, "\(name)") { try driver.feed(bytes) }
        }
    }

    @Test(
        "each corpus has a file that is read to its end, so that what lies behind is replayed too",
        arguments: Driver.allCases)
    func isRead(driver: Driver) throws {
        let isRead = try Self.corpus(of: driver).contains { _, bytes in
            if case .read = try driver.feed(bytes) { true } else { false }
        }
        #expect(isRead)
    }

    @Test("each prefix of a small file is read or refused too", arguments: Driver.allCases)
    func replaysPrefixes(driver: Driver) throws {
        for (name, bytes) in try Self.corpus(of: driver) where bytes.count <= 200 {
            for length in 0..<bytes.count {
                #expect(throws: Never.self, "\(name), \(length) bytes") { try driver.feed(Array(bytes.prefix(length))) }
            }
        }
    }
}
