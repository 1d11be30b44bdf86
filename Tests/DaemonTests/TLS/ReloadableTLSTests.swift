import Bytes
import Cryptography
import Daemon
import Foundation
import LocalRegions
import Synchronization
import Testing

@Suite("TLS that is read again")
struct ReloadableTLSTests {
    /// Moved by hand.
    final class Clock: Sendable {
        private let seconds = Atomic<Int64>(1_800_000_000)
        var now: Timestamp { Timestamp(seconds: seconds.load(ordering: .relaxed)) }
        func advance(_ duration: Duration) { seconds.add(duration.components.seconds, ordering: .relaxed) }
    }

    let folder: TemporaryDirectory
    let clock = Clock()

    init() async throws {
        folder = try TemporaryDirectory(prefix: "evergrant-reload")
        try await certificate("first")
        try install("first")
    }

    private func path(_ name: String) -> String { folder.url.appending(path: name).path }

    private func certificate(_ name: String) async throws {
        try await Command(
            "openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc", "-days", "2",
                "-subj", "/CN=\(name)", "-addext", "subjectAltName=DNS:\(name).example.com", "-keyout",
                path("\(name).key"), "-out", path("\(name).pem"),
            ]
        ).run()
    }

    private func install(_ name: String) throws {
        for kind in ["pem", "key"] {
            let file = URL(fileURLWithPath: path("server.\(kind)"))
            try Data(contentsOf: URL(fileURLWithPath: path("\(name).\(kind)"))).write(to: file, options: .atomic)
        }
    }

    private func reloadable(ticketKeyFile: String? = nil) throws -> ReloadableTLS {
        let files = CertificateFiles(chain: path("server.pem"), privateKey: path("server.key"))
        return try ReloadableTLS(
            TLSFiles(certificates: [files], ticketKeyFile: ticketKeyFile), "listener.tls", environment: [:],
            clock: { [clock] in clock.now })
    }

    @Test("a changed certificate is taken up, once, and the context before it stays as it was")
    func changes() async throws {
        let tls = try reloadable()
        let before = tls.current
        #expect(try !tls.tend())
        try await certificate("second")
        try install("second")

        #expect(try tls.tend())
        #expect(try !tls.tend())

        #expect(tls.standing.certificates.map(\.name) == ["second.example.com"])
        #expect(before.certificates.map(\.names) == [["first.example.com"]])
    }

    @Test("a bad file is complained of once and the old certificate stays, until the file is good again")
    func refuses() async throws {
        let tls = try reloadable()
        try Data("no certificate".utf8).write(to: URL(fileURLWithPath: path("server.pem")))

        #expect(throws: ConfigurationError.self) { try tls.tend() }
        #expect(try !tls.tend())
        #expect(throws: ConfigurationError.self) { try tls.reload() }
        #expect(tls.standing.certificates.map(\.name) == ["first.example.com"])

        try install("first")
        #expect(try tls.tend())
    }

    @Test("without a file, a process has a new ticket key every turn, and the one before still opens")
    func ownKeys() throws {
        let tls = try reloadable()
        let first = try #require(tls.current.tickets.sealing(at: clock.now))

        clock.advance(CryptographyLimits.ticketKeyTurn)
        #expect(try !tls.tend())

        let ring = tls.current.tickets
        #expect(ring.sealing(at: clock.now) != first)
        #expect(ring.opening(first.name.span, at: clock.now) == first)
        clock.advance(CryptographyLimits.ticketKeyLife)
        _ = try tls.tend()
        #expect(tls.current.tickets.keys.count == 1)
        #expect(tls.standing.sharedTicketsEnd == nil)
    }

    @Test("shared keys seal as long as one lives, and after that keys of the process's own")
    func sharedKeys() throws {
        let shared = TicketKeyRing([try TicketKey(random: clock.now)])
        try Data(shared.text.utf8).write(to: URL(fileURLWithPath: path("tickets")))
        let tls = try reloadable(ticketKeyFile: path("tickets"))
        #expect(tls.current.tickets == shared)
        #expect(tls.standing.sharedTicketsEnd == shared.expiry)

        clock.advance(CryptographyLimits.ticketKeyLife)
        _ = try tls.tend()

        let sealing = try #require(tls.current.tickets.sealing(at: clock.now))
        #expect(sealing != shared.keys.first)
    }

    @Test("the command makes a file that its owner alone can read, and rotates it")
    func rotates() throws {
        let file = path("tickets")
        #expect(try rotateTicketKeys(file, activeIn: .seconds(3600)).contains("1 keys"))
        let first = try TicketKeyRing(parsing: Array(Data(contentsOf: URL(fileURLWithPath: file))))
        #expect(try rotateTicketKeys(file, activeIn: .seconds(3600)).contains("2 keys"))

        let second = try TicketKeyRing(parsing: Array(Data(contentsOf: URL(fileURLWithPath: file))))
        let now = Timestamp(seconds: Int64(Date.now.timeIntervalSince1970))
        #expect(second.keys.first == first.keys.first)
        #expect(second.sealing(at: now) == first.keys.first, "the new one waits until every server has it")
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        try Data("no key\n".utf8).write(to: URL(fileURLWithPath: file))
        #expect(throws: CommandFailure.self) { try rotateTicketKeys(file, activeIn: .zero) }
    }
}
