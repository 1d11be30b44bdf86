internal import Cryptography
internal import HTTPWire
internal import Reactor

/// Why a connection of ours is of no more use.
enum ConnectionTrouble: Error {
    case late
    case canceled
    case lost(SystemError)
    case tls(TLSFailure)
    case refused(ResponseRefusal)
}

/// One connection to a server: bytes in and out, through TLS once it is there.
final class ClientConnection {
    /// What one read came to.
    enum Received {
        case bytes([UInt8])
        /// - Parameter isCut: TLS ended without saying so.
        case end(isCut: Bool)
    }

    let socket: ConnectedSocket
    let readiness = ReadinessWait()
    var tls: TLSSession?
    var buffer: [UInt8]
    /// Bytes on their way to the kernel.
    var outbox: [UInt8] = []
    /// What came with the end of the handshake.
    private var early: [UInt8] = []
    /// The peer takes nothing more; it may still have said why.
    var isDeaf = false
    private var hasTLSEnded = false

    private init(_ socket: consuming ConnectedSocket, readBytes: Int) {
        self.socket = socket
        buffer = [UInt8](repeating: 0, count: readBytes)
    }

    /// Connects, or says why not; then nothing is left open.
    static func open(
        to address: SocketAddress, readBytes: Int, until deadline: Duration, on loop: isolated EventLoop
    ) async throws(ConnectionTrouble) -> ClientConnection {
        let connection: ClientConnection
        do throws(SystemError) {
            connection = ClientConnection(try ConnectedSocket.connecting(to: address), readBytes: readBytes)
            let number = connection.socket.descriptor.withNumber { $0 }
            try connection.readiness.start(number, on: loop)
        } catch { throw .lost(error) }
        do throws(ConnectionTrouble) {
            try await connection.wait(for: .writable, until: deadline, on: loop)
            if let error = connection.socket.connectionError() { throw .lost(error) }
            return connection
        } catch {
            connection.close(on: loop)
            throw error
        }
    }

    /// Agrees on TLS with a peer that can prove to be `host`; gives the application protocol.
    func secure(
        _ context: TLSClientContext, _ host: String, until deadline: Duration, on loop: isolated EventLoop
    ) async throws(ConnectionTrouble) -> String? {
        do throws(TLSFailure) { tls = try TLSSession(connecting: context, to: host) } catch { throw .tls(error) }
        var progress = try decipher(0, into: &early)
        while progress == .shakingHands {
            try await wait(for: outbox.isEmpty ? .readable : [.readable, .writable], until: deadline, on: loop)
            push()
            guard let count = try read() else { continue }
            guard count > 0 else { throw .tls(.protocolBroken(reason: "the peer left during the handshake")) }
            progress = try decipher(count, into: &early)
        }
        hasTLSEnded = progress == .closed
        return tls?.negotiatedProtocol?.rawValue
    }

    /// Queues bytes for the peer.
    func send(_ bytes: [UInt8]) throws(ConnectionTrouble) {
        guard !isDeaf else { return }
        try encipher(bytes)
        push()
    }

    /// Whether the peer has taken everything, or takes nothing more.
    var hasSentAll: Bool { outbox.isEmpty }

    /// Sends what can be sent and waits until something has come, which may be nothing yet.
    func receive(until deadline: Duration, on loop: isolated EventLoop) async throws(ConnectionTrouble) -> Received {
        if !early.isEmpty {
            defer { early = [] }
            return .bytes(early)
        }
        if hasTLSEnded { return .end(isCut: false) }
        try await wait(for: outbox.isEmpty ? .readable : [.readable, .writable], until: deadline, on: loop)
        push()
        guard let count = try read() else { return .bytes([]) }
        guard count > 0 else { return .end(isCut: tls != nil && !hasTLSEnded) }
        guard tls != nil else { return .bytes(Array(buffer[..<count])) }
        var plaintext: [UInt8] = []
        hasTLSEnded = try decipher(count, into: &plaintext) == .closed
        return plaintext.isEmpty && hasTLSEnded ? .end(isCut: false) : .bytes(plaintext)
    }

    /// Says goodbye as far as the socket takes it, and forgets the peer.
    func close(on loop: isolated EventLoop) {
        tls?.close(appendingTo: &outbox)
        push()
        readiness.stop(on: loop)
        socket.finishWriting()
    }
}
