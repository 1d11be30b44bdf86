internal import Bytes
internal import COpenSSL

/// One TLS connection: ciphertext passes through memory, and this type never sees a socket.
///
/// After a method throws, the session is over; `takeCiphertext` may still hold the alert that tells the peer why.
@safe package struct TLSSession: ~Copyable {
    let ssl: OpaquePointer  // owned; freed in deinit, and its two BIOs with it
    private let input: OpaquePointer  // ciphertext from the peer
    private let output: OpaquePointer  // ciphertext for the peer
    private let context: AnyObject  // kept alive, because OpenSSL calls back into it
    private var isBroken = false

    /// The server's end.
    package init(accepting context: TLSContext) throws(TLSFailure) {
        let ssl = try unsafe Self.makeSession(context.pointer)
        unsafe SSL_set_accept_state(ssl)
        try unsafe self.init(owning: ssl, keeping: context)
    }

    /// A new `SSL`, which the caller owns.
    static func makeSession(_ context: OpaquePointer) throws(TLSFailure) -> OpaquePointer {
        ErrorQueue.clear()
        guard let ssl = unsafe SSL_new(context) else { throw .unusableSetting(reason: ErrorQueue.drain()) }
        return unsafe ssl
    }

    init(owning ssl: OpaquePointer, keeping context: AnyObject) throws(TLSFailure) {
        guard let input = unsafe BIO_new(BIO_s_mem()), let output = unsafe BIO_new(BIO_s_mem()) else {
            unsafe SSL_free(ssl)
            throw .unusableSetting(reason: ErrorQueue.drain())
        }
        unsafe SSL_set_bio(ssl, input, output)  // which takes ownership of both
        unsafe (self.ssl, self.input, self.output) = unsafe (ssl, input, output)
        self.context = context
    }

    deinit { unsafe SSL_free(ssl) }

    /// Goes as far as the bytes at hand allow.
    package mutating func continueHandshake() throws(TLSFailure) -> TLSHandshakeProgress {
        ErrorQueue.clear()  // SSL_get_error reads the thread's queue: a stale entry would lie.
        let result = unsafe SSL_do_handshake(ssl)
        return switch unsafe SSL_get_error(ssl, result) {
        case SSL_ERROR_NONE: .complete
        case SSL_ERROR_WANT_READ: .needsInput
        default: throw fail()
        }
    }

    /// What ALPN agreed on, once the handshake is complete; nil means HTTP/1.1.
    package var negotiatedProtocol: ApplicationProtocol? {
        var name: UnsafePointer<UInt8>?
        var count: UInt32 = 0
        unsafe SSL_get0_alpn_selected(ssl, &name, &count)
        let bytes = unsafe UnsafeBufferPointer(start: name, count: Int(count))
        return ApplicationProtocol(rawValue: unsafe String(decoding: bytes, as: UTF8.self))
    }

    /// Queues close_notify, so that the peer can tell our end from a cut (RFC 8446 §6.1).
    ///
    /// Nothing after a failure: the alert is queued already, and OpenSSL forbids the call.
    package mutating func close() {
        guard !isBroken, unsafe SSL_is_init_finished(ssl) == 1 else { return }
        ErrorQueue.clear()
        unsafe SSL_shutdown(ssl)
        ErrorQueue.clear()
    }
}

/// Where a handshake stands; having to wait is no error.
package enum TLSHandshakeProgress: Equatable, Sendable {
    case needsInput
    case complete
}

extension TLSSession {
    /// Takes in what the peer sent; the next `continueHandshake` or `read` digests it.
    ///
    /// A caller that reads everything after each piece never meets the limit with pieces of up to half of it.
    package mutating func receive(_ ciphertext: Span<UInt8>) throws(TLSFailure) {
        let held = unsafe BIO_ctrl_pending(input)
        let limit = CryptographyLimits.ciphertextBytes
        guard ciphertext.count <= limit - min(held, limit) else { throw .tooMuchBuffered(limit: limit) }
        guard !ciphertext.isEmpty else { return }
        let written = unsafe ciphertext.withUnsafeBufferPointer { bytes in
            unsafe BIO_write(input, bytes.baseAddress, CInt(bytes.count))
        }
        guard written == ciphertext.count else { throw fail() }
    }

    /// Ciphertext that waits to be sent.
    package var pendingOutputCount: Int { unsafe BIO_ctrl_pending(output) }

    /// Everything there is to send, so that one `send` carries it.
    package mutating func takeCiphertext() -> [UInt8] {
        let count = pendingOutputCount
        guard count > 0 else { return [] }
        return unsafe [UInt8](unsafeUninitializedCapacity: count) { bytes, initializedCount in
            initializedCount = unsafe max(0, Int(BIO_read(output, bytes.baseAddress, CInt(clamping: count))))
        }
    }

    /// Marks the session as over and says why.
    mutating func fail() -> TLSFailure {
        isBroken = true
        let reason = ErrorQueue.drain()
        let verdict = unsafe SSL_get_verify_result(ssl)
        guard verdict != X509_V_OK, let text = unsafe X509_verify_cert_error_string(verdict) else {
            return .protocolBroken(reason: reason)
        }
        return unsafe .peerNotTrusted(reason: String(cString: text))
    }
}
