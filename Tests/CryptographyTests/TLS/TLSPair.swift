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

    var client: TLSSession
    var server: TLSSession

    init(
        offering protocols: [ApplicationProtocol] = [.http2, .http1], to hostName: String = TestCertificates.hostName,
        trusting authority: String? = nil
    ) throws {
        let certificates = try TestCertificates.shared.get()
        let clientContext = try TLSClientContext(
            trustAnchorsFile: authority ?? certificates.authority, protocols: protocols)
        let serverContext = try TLSContext(certificateChainFile: certificates.chain, privateKeyFile: certificates.key)
        client = try TLSSession(connecting: clientContext, to: hostName)
        server = try TLSSession(accepting: serverContext)
    }

    init(server: TLSContext, client: TLSClientContext, to hostName: String) throws {
        self.client = try TLSSession(connecting: client, to: hostName)
        self.server = try TLSSession(accepting: server)
    }

    /// Pumps until both ends are done; three rounds do.
    func handshake() throws(Refusal) {
        for _ in 0..<4 {
            let clientProgress = try step(.client)
            try deliver(to: .server)
            let serverProgress = try step(.server)
            try deliver(to: .client)
            if (clientProgress, serverProgress) == (.complete, .complete) { return }
        }
        throw Refusal(by: .client, failure: .protocolBroken(reason: "the test's handshake never ended"))
    }

    func step(_ end: End) throws(Refusal) -> TLSHandshakeProgress {
        do throws(TLSFailure) {
            switch end {
            case .client: return try client.continueHandshake()
            case .server: return try server.continueHandshake()
            }
        } catch { throw Refusal(by: end, failure: error) }
    }

    /// Carries everything that waits for `end`.
    func deliver(to end: End) throws(Refusal) {
        switch end {
        case .client: try feed(server.takeCiphertext(), to: .client)
        case .server: try feed(client.takeCiphertext(), to: .server)
        }
    }

    /// Hands `end` bytes that its peer may never have sent.
    func feed(_ ciphertext: some Collection<UInt8>, to end: End) throws(Refusal) {
        let bytes = Array(ciphertext)
        do throws(TLSFailure) {
            switch end {
            case .client: try client.receive(bytes.span)
            case .server: try server.receive(bytes.span)
            }
        } catch { throw Refusal(by: end, failure: error) }
    }

    /// Enciphers `bytes` for the other end, and says how many were taken.
    func write(_ bytes: some Collection<UInt8>, at end: End) throws -> Int {
        let bytes = Array(bytes)
        return switch end {
        case .client: try client.write(bytes.span)
        case .server: try server.write(bytes.span)
        }
    }

    /// Everything the other end wrote, deciphered, and whether it closed.
    func received(by end: End) throws -> (bytes: [UInt8], isClosed: Bool) {
        var bytes: [UInt8] = []
        try deliver(to: end)
        let isClosed =
            switch end {
            case .client: try client.readAll(appendingTo: &bytes)
            case .server: try server.readAll(appendingTo: &bytes)
            }
        return (bytes, isClosed)
    }
}
