import Bytes
import Cryptography

/// One end of a connection, with what is on the way to it and from it.
final class TLSEnd {
    private var session: TLSSession
    private var inbox: [UInt8] = []
    private var outbox: [UInt8] = []
    private var said: [UInt8] = []

    init(_ session: consuming TLSSession) { self.session = session }

    var negotiatedProtocol: ApplicationProtocol? { session.negotiatedProtocol }
    var isResumed: Bool { session.isResumed }
    var pendingOutputCount: Int { outbox.count }

    /// Puts bytes on the way, which the next step or read digests.
    func receive(_ ciphertext: [UInt8]) { inbox += ciphertext }

    /// Goes as far as the bytes at hand allow.
    func step() throws(TLSFailure) -> TLSProgress {
        let bytes = inbox
        inbox = []
        return try session.receive(bytes.span, into: &said, answering: &outbox)
    }

    /// Whether the peer has closed.
    func readAll(appendingTo plaintext: inout [UInt8]) throws(TLSFailure) -> Bool {
        let progress = try step()
        plaintext += said
        said = []
        return progress == .closed
    }

    func write(_ bytes: [UInt8]) throws(TLSFailure) -> Bool {
        try session.write(bytes.span, appendingTo: &outbox)
    }

    func close() { session.close(appendingTo: &outbox) }

    func takeCiphertext() -> [UInt8] {
        defer { outbox = [] }
        return outbox
    }
}
