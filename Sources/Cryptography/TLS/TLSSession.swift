internal import Bytes
internal import COpenSSL

/// One TLS connection: ciphertext passes through memory, and this type never sees a socket.
///
/// It keeps no bytes between two calls but a record that has come in part. After a method throws, the session is over;
/// `output` may still have got the alert that tells the peer why.
@safe package struct TLSSession: ~Copyable {
    let ssl: OpaquePointer  // owned; freed in deinit, and its BIO with it
    private let wire: TLSWire  // kept alive: the BIO leads to it
    private let context: AnyObject  // kept alive, because OpenSSL calls back into it
    private var isOpen = false
    private var isBroken = false

    /// The server's end.
    ///
    /// - Parameter wire: The loop's, which its sessions share.
    package init(accepting context: TLSContext, over wire: TLSWire = TLSWire()) throws(TLSFailure) {
        let ssl = try unsafe Self.makeSession(context.pointer)
        unsafe SSL_set_accept_state(ssl)
        try unsafe self.init(owning: ssl, over: wire, keeping: context)
    }

    /// A new `SSL`, which the caller owns.
    static func makeSession(_ context: OpaquePointer) throws(TLSFailure) -> OpaquePointer {
        ErrorQueue.clear()
        guard let ssl = unsafe SSL_new(context) else { throw .unusableSetting(reason: ErrorQueue.drain()) }
        return unsafe ssl
    }

    init(owning ssl: OpaquePointer, over wire: TLSWire, keeping context: AnyObject) throws(TLSFailure) {
        do throws(TLSFailure) {
            let bio = try unsafe wire.makeBIO()
            unsafe SSL_set_bio(ssl, bio, bio)  // which takes ownership
        } catch {
            unsafe SSL_free(ssl)
            throw error
        }
        unsafe self.ssl = unsafe ssl
        self.wire = wire
        self.context = context
    }

    deinit { unsafe SSL_free(ssl) }

    /// What ALPN agreed on, once the handshake is complete; nil means HTTP/1.1.
    package var negotiatedProtocol: ApplicationProtocol? {
        var name: UnsafePointer<UInt8>?
        var count: UInt32 = 0
        unsafe SSL_get0_alpn_selected(ssl, &name, &count)
        let bytes = unsafe UnsafeBufferPointer(start: name, count: Int(count))
        return ApplicationProtocol(rawValue: unsafe String(decoding: bytes, as: UTF8.self))
    }

    /// Whether the handshake was spared, for the session began on an earlier connection.
    package var isResumed: Bool { unsafe SSL_session_reused(ssl) == 1 }
}

/// How far a session is; having to wait, and the end, are results and not errors.
package enum TLSProgress: Equatable, Sendable {
    /// The handshake is not complete yet.
    case shakingHands
    case open
    /// The peer sent close_notify: nothing was cut off.
    case closed
}

extension TLSSession {
    /// Digests all of `ciphertext`, which the peer sent; a client begins with none at all.
    ///
    /// - Parameters:
    ///   - plaintext: What it says is added here: never more bytes than came since the last record was whole.
    ///   - output: What is to be sent in answer is added here: handshakes, tickets, alerts.
    package mutating func receive(
        _ ciphertext: Span<UInt8>, into plaintext: inout [UInt8], answering output: inout [UInt8]
    ) throws(TLSFailure) -> TLSProgress {
        try wire.lend(ciphertext, &output) { () throws(TLSFailure) in
            ErrorQueue.clear()  // SSL_get_error reads the thread's queue: a stale entry would lie.
            if !isOpen { try shakeHands() }
            guard isOpen else { return .shakingHands }
            return try readAll(into: &plaintext)
        }
    }

    /// Enciphers all of `plaintext` onto the end of `output`.
    ///
    /// - Returns: False, and nothing is enciphered, before the handshake is complete.
    package mutating func write(
        _ plaintext: Span<UInt8>, appendingTo output: inout [UInt8]
    ) throws(TLSFailure) -> Bool {
        guard isOpen, !isBroken else { return false }
        guard !plaintext.isEmpty else { return true }
        try wire.lend(Span(), &output) { () throws(TLSFailure) in
            ErrorQueue.clear()
            var count = 0
            let result = unsafe plaintext.withUnsafeBufferPointer { bytes in
                unsafe SSL_write_ex(ssl, bytes.baseAddress, bytes.count, &count)
            }
            guard result == 1 else { throw fail() }
        }
        return true
    }

    /// Adds close_notify to `output`, so that the peer can tell our end from a cut (RFC 8446 §6.1).
    ///
    /// Nothing after a failure: the alert is there already, and OpenSSL forbids the call.
    package mutating func close(appendingTo output: inout [UInt8]) {
        guard isOpen, !isBroken else { return }
        wire.lend(Span(), &output) {
            ErrorQueue.clear()
            unsafe SSL_shutdown(ssl)
            ErrorQueue.clear()
        }
    }

    /// Goes as far as the bytes at hand allow.
    private mutating func shakeHands() throws(TLSFailure) {
        let result = unsafe SSL_do_handshake(ssl)
        switch unsafe SSL_get_error(ssl, result) {
        case SSL_ERROR_NONE: isOpen = true
        case SSL_ERROR_WANT_READ: break
        default: throw fail()
        }
    }

    private mutating func readAll(into plaintext: inout [UInt8]) throws(TLSFailure) -> TLSProgress {
        while true {
            var error = SSL_ERROR_NONE
            plaintext.append(addingCapacity: Self.recordByteCount) { room in
                unsafe room.withUnsafeMutableBufferPointer { bytes, count in
                    let result = unsafe SSL_read_ex(ssl, bytes.baseAddress, bytes.count, &count)
                    error = unsafe SSL_get_error(ssl, result)
                }
            }
            switch error {
            case SSL_ERROR_NONE: continue
            case SSL_ERROR_WANT_READ: return .open
            case SSL_ERROR_ZERO_RETURN: return .closed
            default: throw fail()
            }
        }
    }

    /// The most plaintext in a record (RFC 8446 §5.1).
    private static var recordByteCount: Int { 16 << 10 }

    /// Marks the session as over and says why.
    private mutating func fail() -> TLSFailure {
        isBroken = true
        let reason = ErrorQueue.drain()
        let verdict = unsafe SSL_get_verify_result(ssl)
        guard verdict != X509_V_OK, let text = unsafe X509_verify_cert_error_string(verdict) else {
            return .protocolBroken(reason: reason)
        }
        return unsafe .peerNotTrusted(reason: String(cString: text))
    }
}
