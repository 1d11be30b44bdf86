internal import COpenSSL

/// What every session of one listener shares: certificate, key, profile and application protocols.
///
/// Unchecked, because nothing changes it after `init`; threads may make sessions from one `SSL_CTX`. A renewed
/// certificate makes a new context, and sessions made from the old one live on with it.
@safe package final class TLSContext: @unchecked Sendable {
    let pointer: OpaquePointer
    /// Best first; the server's order decides (RFC 7301 §3.2).
    fileprivate let protocols: [ApplicationProtocol]

    /// - Parameters:
    ///   - certificateChainFile: PEM, the server's own certificate first.
    ///   - privateKeyFile: Unencrypted PEM.
    ///   - protocols: A client that offers only others is refused; one that offers none speaks HTTP/1.1.
    package init(
        certificateChainFile: String, privateKeyFile: String, protocols: [ApplicationProtocol] = [.http2, .http1]
    ) throws(TLSFailure) {
        unsafe pointer = try unsafe TLSProfile.makeContext(TLS_server_method())
        self.protocols = protocols
        try useCertificateChain(certificateChainFile)
        try usePrivateKey(privateKeyFile, certificateChainFile: certificateChainFile)
        // Tickets are bound to this name, so that a listener with another duty never resumes our sessions.
        let name = Array("evergrant".utf8)
        guard unsafe SSL_CTX_set_session_id_context(pointer, name, UInt32(name.count)) == 1,
            unsafe SSL_CTX_set_num_tickets(pointer, 1) == 1  // a player opens one connection after another, not two
        else { throw .unusableSetting(reason: ErrorQueue.drain()) }
        // Unretained: each session keeps this object alive, and only sessions call back.
        unsafe SSL_CTX_set_alpn_select_cb(pointer, chooseProtocol, Unmanaged.passUnretained(self).toOpaque())
    }

    deinit { unsafe SSL_CTX_free(pointer) }

    private func useCertificateChain(_ path: String) throws(TLSFailure) {
        ErrorQueue.clear()
        guard unsafe SSL_CTX_use_certificate_chain_file(pointer, path) == 1 else {
            throw .unreadableFile(path: path, reason: ErrorQueue.drain())
        }
    }

    private func usePrivateKey(_ path: String, certificateChainFile: String) throws(TLSFailure) {
        ErrorQueue.clear()
        guard let file = unsafe BIO_new_file(path, "r") else {
            throw .unreadableFile(path: path, reason: ErrorQueue.drain())
        }
        defer { unsafe BIO_free(file) }
        guard let key = unsafe PEM_read_bio_PrivateKey(file, nil, refusePassword, nil) else {
            throw .unreadableFile(path: path, reason: ErrorQueue.drain())
        }
        defer { unsafe EVP_PKEY_free(key) }
        // The first call compares keys of the certificate's type; the second finds a key of another type.
        guard unsafe SSL_CTX_use_PrivateKey(pointer, key) == 1, unsafe SSL_CTX_check_private_key(pointer) == 1 else {
            ErrorQueue.clear()
            throw .keyDoesNotMatch(certificateFile: certificateChainFile, keyFile: path)
        }
    }
}

/// OpenSSL's question which of the offered protocols to speak; never asked when the client offers none.
private let chooseProtocol: SSL_CTX_alpn_select_cb_func = { _, chosen, chosenCount, offered, offeredCount, context in
    guard let context = unsafe context, let offered = unsafe offered else { return SSL_TLSEXT_ERR_ALERT_FATAL }
    let server = unsafe Unmanaged<TLSContext>.fromOpaque(context).takeUnretainedValue()
    let list = unsafe UnsafeBufferPointer(start: offered, count: Int(offeredCount))
    guard let choice = unsafe ApplicationProtocol.choice(in: list.span, preferring: server.protocols) else {
        return SSL_TLSEXT_ERR_ALERT_FATAL  // RFC 7301 §3.2: no_application_protocol
    }
    unsafe chosen?.pointee = unsafe offered + choice.lowerBound  // OpenSSL copies it when this returns
    unsafe chosenCount?.pointee = UInt8(choice.count)
    return SSL_TLSEXT_ERR_OK
}
