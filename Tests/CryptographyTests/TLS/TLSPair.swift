import Bytes
import Cryptography
import TestSupport

/// A client and a server in one memory; what one sends the other receives.
final class TLSPair {
    enum End: Equatable { case client, server }

    struct Refusal: Error, Equatable {
        let by: End
        let failure: TLSFailure
    }

    let client: TLSEnd
    let server: TLSEnd

    init(
        offering protocols: [ApplicationProtocol] = [.http2, .http1], to hostName: String = TestCertificates.hostName,
        trusting authority: String? = nil
    ) throws {
        let certificates = try TestCertificates.shared.get()
        let clientContext = try TLSClientContext(
            trustAnchorsFile: authority ?? certificates.authority, protocols: protocols)
        let serverContext = try TLSContext(certificateChainFile: certificates.chain, privateKeyFile: certificates.key)
        client = TLSEnd(try TLSSession(connecting: clientContext, to: hostName))
        server = TLSEnd(try TLSSession(accepting: serverContext))
    }

    init(server: TLSEnd, client: TLSEnd) { (self.server, self.client) = (server, client) }

    init(server: TLSContext, client: TLSClientContext, to hostName: String) throws {
        self.client = TLSEnd(try TLSSession(connecting: client, to: hostName))
        self.server = TLSEnd(try TLSSession(accepting: server))
    }

    /// Pumps until both ends are done; three rounds do.
    func handshake() throws(Refusal) {
        for _ in 0..<4 {
            let clientProgress = try step(.client)
            deliver(to: .server)
            let serverProgress = try step(.server)
            deliver(to: .client)
            if (clientProgress, serverProgress) == (.open, .open) { return }
        }
        throw Refusal(by: .client, failure: .protocolBroken(reason: "the test's handshake never ended"))
    }

    func step(_ end: End) throws(Refusal) -> TLSProgress {
        do throws(TLSFailure) { return try self[end].step() } catch { throw Refusal(by: end, failure: error) }
    }

    /// Carries everything that waits for `end`.
    func deliver(to end: End) {
        feed((end == .client ? server : client).takeCiphertext(), to: end)
    }

    /// Hands `end` bytes that its peer may never have sent.
    func feed(_ ciphertext: some Collection<UInt8>, to end: End) { self[end].receive(Array(ciphertext)) }

    /// Enciphers `bytes` for the other end, and says whether they were taken.
    func write(_ bytes: some Collection<UInt8>, at end: End) throws -> Bool { try self[end].write(Array(bytes)) }

    /// Everything the other end wrote, deciphered, and whether it closed.
    func received(by end: End) throws -> (bytes: [UInt8], isClosed: Bool) {
        var bytes: [UInt8] = []
        deliver(to: end)
        let isClosed = try self[end].readAll(appendingTo: &bytes)
        return (bytes, isClosed)
    }

    private subscript(end: End) -> TLSEnd { end == .client ? client : server }
}
