import Cryptography
import TestSupport

/// A `BlockingClient` that speaks TLS, and reads only when it is told to.
final class SecureClient {
    private let client: BlockingClient
    private var tls: TLSSession

    private init(_ client: BlockingClient, _ tls: consuming TLSSession) {
        self.client = client
        self.tls = tls
    }

    /// Comes back when hands have been shaken.
    static func connect(
        _ client: BlockingClient, trusting anchorFile: String, over version: ApplicationProtocol
    ) async throws -> SecureClient {
        let context = try TLSClientContext(trustAnchorsFile: anchorFile, protocols: [version])
        let secure = SecureClient(client, try TLSSession(connecting: context, to: "localhost"))
        var received: [UInt8] = []
        while try await !secure.shakeHands(received) { received = try await client.receive() }
        return secure
    }

    private func shakeHands(_ received: [UInt8]) async throws -> Bool {
        var (plaintext, answer): ([UInt8], [UInt8]) = ([], [])
        let progress = try tls.receive(received.span, into: &plaintext, answering: &answer)
        try await client.send(answer)
        return progress != .shakingHands
    }

    /// - Parameter ending: Whether the end of TLS follows in the same flight.
    func send(_ plaintext: [UInt8], ending: Bool = false) async throws {
        var bytes: [UInt8] = []
        _ = try tls.write(plaintext.span, appendingTo: &bytes)
        if ending { tls.close(appendingTo: &bytes) }
        try await client.send(bytes)
    }

    /// Everything until the server ends its side.
    func receiveToEnd() async throws -> [UInt8] {
        var (plaintext, answer): ([UInt8], [UInt8]) = ([], [])
        while case let bytes = try await client.receive(), !bytes.isEmpty {
            _ = try tls.receive(bytes.span, into: &plaintext, answering: &answer)
        }
        return plaintext
    }
}
