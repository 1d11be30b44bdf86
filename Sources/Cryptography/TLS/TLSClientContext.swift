internal import COpenSSL

/// What every session towards servers shares: whom to trust and what to speak.
///
/// Unchecked, because nothing changes it after `init`; threads may make sessions from one `SSL_CTX`.
@safe package final class TLSClientContext: @unchecked Sendable {
    let pointer: OpaquePointer

    /// - Parameters:
    ///   - trustAnchorsFile: PEM certificates of authorities; nil trusts those of the machine.
    ///   - protocols: Offered by ALPN, best first; none offered means HTTP/1.1.
    package init(
        trustAnchorsFile: String?, protocols: [ApplicationProtocol] = [.http2, .http1]
    ) throws(TLSFailure) {
        unsafe pointer = try unsafe TLSProfile.makeContext(TLS_client_method())
        unsafe SSL_CTX_set_verify(pointer, SSL_VERIFY_PEER, nil)
        try trust(trustAnchorsFile)
        try offer(protocols)
    }

    deinit { unsafe SSL_CTX_free(pointer) }

    private func trust(_ file: String?) throws(TLSFailure) {
        ErrorQueue.clear()
        if let file {
            guard unsafe SSL_CTX_load_verify_file(pointer, file) == 1 else {
                throw .unreadableFile(path: file, reason: ErrorQueue.drain())
            }
        } else {
            guard unsafe SSL_CTX_set_default_verify_paths(pointer) == 1 else {
                throw .unusableSetting(reason: ErrorQueue.drain())
            }
        }
    }

    private func offer(_ protocols: [ApplicationProtocol]) throws(TLSFailure) {
        guard !protocols.isEmpty else { return }
        let list = ApplicationProtocol.nameList(protocols)
        // This call, unlike its neighbors, returns 0 for success.
        guard unsafe SSL_CTX_set_alpn_protos(pointer, list, UInt32(clamping: list.count)) == 0 else {
            throw .unusableSetting(reason: ErrorQueue.drain())
        }
    }
}
