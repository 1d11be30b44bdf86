import Bytes
import Cryptography
import Glibc
import HTTPServer
import HTTPWire
import Reactor

/// A listener with a router in front of one fixed answer: what HTTP alone costs, without anything behind it.
///
///     BareServer [PORT [CERTIFICATE-CHAIN-FILE PRIVATE-KEY-FILE]]
///
/// `GET /fixed` and `POST /fixed` (up to 4 KiB) answer 300 bytes of JSON, `GET /large` 64 KiB; anything else is as in a
/// real server. It ends with SIGTERM, in order, so that callgrind can count it.
@main
enum BareServer {
    static func main() throws {
        let port = CommandLine.arguments.dropFirst().first.flatMap { UInt16($0) } ?? 0
        guard let address = SocketAddress(numeric: "127.0.0.1", port: port) else { return }
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGTERM)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        let loop = try EventLoop()
        let tls = try context(Array(CommandLine.arguments.dropFirst(2)))
        Task.detached {
            let bound = try await listen(on: address, tls, loop: loop)
            print("listening on \(bound)")
            fflush(nil)
        }
        try Thread.start(named: "signals") {
            var signals = sigset_t()
            sigemptyset(&signals)
            sigaddset(&signals, SIGTERM)
            var signal: CInt = 0
            sigwait(&signals, &signal)
            loop.stop()
        }
        loop.run()
    }

    /// Cleartext without files, and a ticket key that lasts as long as a benchmark with them.
    private static func context(_ files: [String]) throws -> TLSContext? {
        guard files.count == 2 else { return nil }
        let start = Timestamp(seconds: 0)
        let certificate = try ServerCertificate(CertificateFiles(chain: files[0], privateKey: files[1]), at: start)
        return try TLSContext(
            TLSServerSettings(
                certificates: [certificate], tickets: TicketKeyRing([TicketKey(random: start)]), clock: { start }))
    }

    private static func listen(
        on address: SocketAddress, _ tls: TLSContext?, loop: isolated EventLoop
    ) throws -> UInt16 {
        let listener = Listener(
            on: try ListeningSocket(on: address), tls: tls.map { tls in { tls } }, responder: FixedResponder())
        try listener.start(on: loop)
        return listener.address.port
    }
}
