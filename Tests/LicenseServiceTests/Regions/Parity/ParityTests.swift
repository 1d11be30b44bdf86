import Bytes
import Cryptography
import Daemon
import Failover
import Foundation
import Licensing
import LocalRegions
import Testing

@testable import LicenseService

@Suite("Parity of regions")
struct ParityTests {
    private static let usual = Parity(
        Dictionary(uniqueKeysWithValues: Parity.Fact.allCases.map { ($0, "\($0.rawValue)-1") }))

    private func report(_ parity: Parity?, at time: Int64? = nil) throws -> PeerReport {
        let report = HealthReport(region: "tokyo", mode: .readOnly, checks: [], parity: parity, time: time)
        return try #require(PeerReport(parsing: report.json))
    }

    @Test("what a region says of itself is read back, and is no different from the same")
    func readsBack() throws {
        let read = try report(Self.usual, at: 1_800_000_000_123)

        #expect(read.parity == Self.usual)
        #expect(read.time == 1_800_000_000_123)
        #expect(Self.usual.differences(from: read.parity) == [])
    }

    @Test("each fact that differs is named, and no other", arguments: Parity.Fact.allCases)
    func namesDifference(fact: Parity.Fact) {
        var other = Self.usual
        other[fact] = "other"

        #expect(Self.usual.differences(from: other) == [fact])
        #expect(other.differences(from: Self.usual) == [fact])
    }

    @Test("key-encryption keys differ by their bytes too, not by their versions alone, and by the versions they lack")
    func comparesKeys() throws {
        let word = { (keys: [(UInt32, UInt8)]) in
            Parity.word(
                for: try KeyRing(
                    keys.map { version, byte in
                        try KeyEncryptionKey(
                            version: version, secret: Secret(copying: [UInt8](repeating: byte, count: 32)))
                    }))
        }

        let words = try [[(1, 1)], [(1, 2)], [(2, 1)], [(1, 1), (2, 1)]].map(word)

        #expect(Set(words).count == words.count)
        #expect(try words[3] == word([(2, 1), (1, 1)]))
        #expect(words[3].hasSuffix(" 1,2"))
    }

    @Test(
        "ticket keys are the same while there is one in common, for a new one reaches the servers one by one",
        arguments: [
            ("a,b", "b,c", false), ("a", "a", false), (nil, nil, false), ("a,b", "c,d", true), ("a", nil, true),
            ("a", "", true),
        ] as [(String?, String?, Bool)])
    func comparesTicketKeys(one: String?, other: String?, isDifferent: Bool) {
        var (left, right) = (Parity(), Parity())
        (left[.ticketKeys], right[.ticketKeys]) = (one, other)

        #expect(left.differences(from: right) == (isDifferent ? [.ticketKeys] : []))
        #expect(right.differences(from: left) == (isDifferent ? [.ticketKeys] : []))
    }

    @Test("listeners say which ticket keys they share and whose clients they believe, as their files are now")
    func readsListeners() async throws {
        let folder = try await ListenerFiles()
        let parity = { try Parity().adding([folder.tls()]) }
        let before = try parity()
        #expect(before[.ticketKeys]?.split(separator: ",").count == 2)
        #expect(before == (try parity()))

        try folder.write("0A\n", "denied")
        #expect(try before.differences(from: parity()) == [.clientTrust])
        try folder.write(TicketKeyRing([try TicketKey(random: Timestamp(seconds: 1))]).text, "tickets")
        #expect(try before.differences(from: parity()) == [.ticketKeys, .clientTrust])
        #expect(Parity().adding([]) == Parity())
    }

    @Test("each fact has a line in the runbook", arguments: Parity.Fact.allCases)
    func isDocumented(fact: Parity.Fact) throws {
        let file = URL(fileURLWithPath: #filePath)
            .appending(path: "../../../../../docs/runbooks/regions-differ.md").standardized

        #expect(try String(contentsOf: file, encoding: .utf8).contains("\n| `\(fact.rawValue)` |"))
    }

    @Test("what is configured in one region only is a difference; a build that is not known yet is none")
    func namesAbsence() {
        var other = Self.usual
        other[.playReadyServerKey] = nil
        other[.build] = nil

        #expect(Self.usual.differences(from: other) == [.playReadyServerKey])
        #expect(other.differences(from: Self.usual) == [.playReadyServerKey])
    }

    @Test("a region whose program says nothing of this runs another build")
    func namesOldProgram() throws {
        #expect(Self.usual.differences(from: try report(nil).parity) == [.build])
    }

    @Test(
        "what no server would say is not believed",
        arguments: [#""x""#, "[]", #"{"build":7}"#, #"{"build":"\#(long)"}"#])
    func refuses(parity: String) throws {
        let text = #"{"region":"tokyo","mode":"read-only","parity":\#(parity)}"#

        #expect(try #require(PeerReport(parsing: Array(text.utf8))).parity == nil)
    }

    private static let long = String(repeating: "f", count: Parity.wordBytesMax + 1)

    @Test(
        "a clock is named when it is further off than the answer's way can explain",
        arguments: [
            (0, 0, false), (5_000, 0, false), (5_001, 0, true), (-5_000, 0, false), (-5_001, 0, true),
            // It was said at most two seconds ago: what seems behind may be that much further ahead.
            (5_000, 2_000, false), (5_001, 2_000, true), (-7_000, 2_000, false), (-7_001, 2_000, true),
        ] as [(Int64, Int64, Bool)])
    func namesClock(ahead: Int64, took: Int64, isNamed: Bool) throws {
        let now: Int64 = 1_800_000_000_000
        let report = try report(Self.usual, at: now + ahead)

        let names = Self.usual.differences(from: report, at: now, took: .milliseconds(took))

        #expect(names == (isNamed ? ["clock"] : []))
    }

    @Test("a clock that nobody could have is far off, and no trap", arguments: [Int64.min, .max])
    func survivesOddClocks(time: Int64) {
        #expect(!ClockDifference(theirs: time, ours: -(time / 2), took: .seconds(1)).isBearable)
    }

    @Test("the order in which certificates are given means nothing, and their number does")
    func digests() {
        #expect(Parity.digest(ofEach: [[1], [2]]) == Parity.digest(ofEach: [[2], [1]]))
        #expect(Parity.digest(ofEach: [[1], [2]]) != Parity.digest(ofEach: [[1]]))
        #expect(Parity.digest(of: [1]).utf8.count == 16)
    }

    @Test("a difference is a warning that names the region and what differs")
    func warns() throws {
        let board = RegionBoard(peers: ["tokyo", "sydney"])
        #expect(board.checks.first { $0.name == "peers:parity" }?.status == .pass)

        board.note(.init(region: "tokyo", differences: ["build", "clock"]), at: 0)

        let check = try #require(board.checks.first { $0.name == "peers:parity" })
        #expect(check.status == .warn)
        #expect(check.output == "tokyo differs in build, clock")
    }

    @Test("which build this is can be told, and is the same each time")
    func knowsBuild() throws {
        let build = try #require(Build.identity())

        #expect(build == Build.identity())
    }
}

/// What a listener's `tls` section names.
private struct ListenerFiles {
    let folder: TemporaryDirectory

    init() async throws {
        folder = try TemporaryDirectory()
        try await Command(
            "openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc", "-days", "2",
                "-subj", "/CN=a", "-addext", "subjectAltName=DNS:a.example", "-keyout", path("key"), "-out",
                path("chain"),
            ]
        ).run()
        try write("", "denied")
        let keys = try [1, 2].map { try TicketKey(random: Timestamp(seconds: $0)) }
        try write(TicketKeyRing(keys).text, "tickets")
    }

    private func path(_ name: String) -> String { folder.url.appending(path: name).path }

    func write(_ text: String, _ name: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path(name)))
    }

    func tls() throws -> ReloadableTLS {
        let files = TLSFiles(
            certificates: [CertificateFiles(chain: path("chain"), privateKey: path("key"))],
            ticketKeyFile: path("tickets"),
            clientAuthentication: TLSFiles.Clients(
                caFile: path("chain"), mode: .optional, denyListFile: path("denied")))
        return try ReloadableTLS(files, "listeners.public.tls", environment: [:])
    }
}
