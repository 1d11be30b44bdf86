import Daemon
import Journal
import Testing

@testable import LicenseService

@Suite("Configuration of the journal")
struct JournalSettingsTests {
    private static let smallest = "region: seoul\ndatabase: {host: db}\nkeyEncryptionKeyFile: /etc/kek\n"

    private func read(_ journal: String, _ environment: [String: String] = [:]) throws -> Configuration {
        try Configuration(
            text: Self.smallest + "loops: 4\njournal: \(journal)\n", environment: environment, processorCount: 1)
    }

    @Test("every key is read")
    func everything() throws {
        let journal = try read(
            """
            {enabled: false, batchDelaySeconds: 0.002, batchBytes: 4096, segmentBytes: 2097152, diskBytes: 67108864,
             lowBytes: 1000, keepHours: 1, whenFull: grant, ship: {hosts: [a, "b:5433"], intervalSeconds: 2}}
            """
        ).journal

        #expect(!journal.isEnabled && journal.whenFull == .grant)
        #expect(
            journal.settings
                == JournalSettings(
                    batchDelay: .milliseconds(2), batchBytes: 4096, segmentBytes: 2_097_152, diskBytes: 67_108_864,
                    lowBytes: 1000, retention: .seconds(3600)))
        #expect(journal.ship.hosts == [.init(host: "a", port: nil), .init(host: "b", port: 5433)])
        #expect(journal.ship.interval == .seconds(2))
    }

    @Test("the environment has lists with commas")
    func environment() throws {
        let journal = try read("{}", ["EVERGRANT_JOURNAL_SHIP_HOSTS": "db.seoul:5432, [2001:db8::1]:5433"]).journal
        #expect(
            journal.ship.hosts == [.init(host: "db.seoul", port: 5432), .init(host: "2001:db8::1", port: 5433)])
    }

    @Test(
        "a place is a host, a host with a port, or a folder",
        arguments: [
            ("db", "db", nil), ("db:1", "db", 1), ("/run/postgresql", "/run/postgresql", nil),
            ("/run/postgresql:5433", "/run/postgresql", 5433), ("[::1]", "::1", nil), ("[::1]:65535", "::1", 65535),
        ] as [(String, String, UInt16?)])
    func places(text: String, host: String, port: UInt16?) {
        #expect(Configuration.DatabaseHost(text) == .init(host: host, port: port))
    }

    @Test(
        "what is no place is refused",
        arguments: ["", ":5432", "db:", "db:0", "db:65536", "db:x", "::1", "a:b:1", "[]"]
    )
    func noPlaces(text: String) {
        #expect(Configuration.DatabaseHost(text) == nil)
    }

    @Test(
        "a value out of its range is refused by its full name",
        arguments: [
            ("{diskBytes: 1}", "journal.diskBytes"), ("{lowBytes: 1073741824}", "journal.lowBytes"),
            ("{whenFull: maybe}", "journal.whenFull"), ("{batchDelaySeconds: 2}", "journal.batchDelaySeconds"),
            ("{ship: {hosts: [\"a:b\"]}}", "journal.ship.hosts"), ("{ship: {host: a}}", "journal.ship.host"),
        ])
    func refuses(journal: String, key: String) {
        #expect { try read(journal) } throws: { ($0 as? ConfigurationError)?.key == key }
    }

    @Test("each loop has its share of the disk, in segments of which there are some")
    func shares() throws {
        let configuration = try read("{diskBytes: 67108864, lowBytes: 4000, segmentBytes: 16777216}")
        #expect(configuration.loopJournal.diskBytes == 16_777_216)
        #expect(configuration.loopJournal.lowBytes == 1000)
        #expect(configuration.loopJournal.segmentBytes == 4_194_304)
    }
}
