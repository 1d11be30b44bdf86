internal import Bytes
internal import COpenSSL

/// Whose clients a listener believes, and whether they have to show a certificate at all.
///
/// Unchecked, because nothing changes it after `init`: a new deny list makes a new one.
@safe package final class ClientAuthentication: @unchecked Sendable {
    package enum Mode: String, CaseIterable, Sendable {
        /// Who shows none is a stranger; who shows a wrong one is refused all the same.
        case optional
        case required
    }

    package let mode: Mode
    let denied: DenyList
    private let authorities: OpaquePointer  // an X509_STORE, owned
    private let names: OpaquePointer  // the authorities' names, owned: which certificates a client need not try
    private let digest: [UInt8]

    /// - Parameter authoritiesFile: PEM certificates of the authorities whose clients are believed, and of nobody else.
    package init(authoritiesFile: String, mode: Mode, denied: DenyList) throws(TLSFailure) {
        self.mode = mode
        self.denied = denied
        ErrorQueue.clear()
        guard let authorities = unsafe X509_STORE_new() else { throw .unusableSetting(reason: ErrorQueue.drain()) }
        guard unsafe X509_STORE_load_file(authorities, authoritiesFile) == 1,
            let names = unsafe SSL_load_client_CA_file(authoritiesFile)
        else {
            unsafe X509_STORE_free(authorities)
            throw .unreadableFile(path: authoritiesFile, reason: ErrorQueue.drain())
        }
        unsafe (self.authorities, self.names) = unsafe (authorities, names)
        digest = SHA256.digest(unsafe Self.encoded(names) + Array(mode.rawValue.utf8))
    }

    deinit {
        unsafe X509_STORE_free(authorities)
        unsafe COpenSSL_freeNames(names)
    }

    func install(in context: OpaquePointer) throws(TLSFailure) {
        unsafe SSL_CTX_set1_cert_store(context, authorities)
        unsafe SSL_CTX_set_client_CA_list(context, SSL_dup_CA_list(names))
        let obligation = mode == .required ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0
        unsafe SSL_CTX_set_verify(context, SSL_VERIFY_PEER | obligation, judgeClient)
        unsafe SSL_CTX_set_verify_depth(context, Self.chainLengthMax)
        guard mode == .required else { return }
        // Each client shakes hands in full, so that each is looked up in today's deny list.
        unsafe COpenSSL_forbidTickets(context)
    }

    /// What tickets are bound to (SSL_CTX_set_session_id_context(3)): one that another listener gave, which asks less
    /// of its clients, opens nothing here.
    var sessionContext: [UInt8] { digest }

    /// The longest chain of authorities between a client and one of ours.
    private static let chainLengthMax: CInt = 4

    private static func encoded(_ names: OpaquePointer) -> [UInt8] {
        var bytes: [UInt8] = []
        for index in 0..<max(0, unsafe COpenSSL_countAuthorities(names)) {
            var start: UnsafePointer<UInt8>?
            var count = 0
            guard unsafe X509_NAME_get0_der(COpenSSL_authority(names, index), &start, &count) == 1 else { continue }
            unsafe bytes.append(contentsOf: UnsafeBufferPointer(start: start, count: count))
        }
        return bytes
    }
}

/// OpenSSL's question about each certificate of a client's chain, after it has made up its own mind.
///
/// OpenSSL believes a certificate that says nothing about its use; ours must say that it is a client's (RFC 5280
/// §4.2.1.12).
private let judgeClient: SSL_verify_cb = { isBelieved, chain in
    guard isBelieved == 1, let chain = unsafe chain else { return 0 }
    guard unsafe X509_STORE_CTX_get_error_depth(chain) == 0 else { return 1 }
    guard let certificate = unsafe X509_STORE_CTX_get_current_cert(chain),
        let ssl = unsafe COpenSSL_sessionOfChain(chain), let server = unsafe TLSContext.of(ssl)
    else { return 0 }
    guard let reason = unsafe objection(to: certificate, denied: server.clients?.denied ?? .empty) else {
        // No ticket would carry this certificate past the day it is denied.
        unsafe SSL_set_num_tickets(ssl, 0)
        return 1
    }
    unsafe X509_STORE_CTX_set_error(chain, reason)
    return 0
}

private func objection(to certificate: OpaquePointer, denied: DenyList) -> CInt? {
    let flags = unsafe X509_get_extension_flags(certificate)
    let usage = unsafe X509_get_extended_key_usage(certificate)
    guard flags & UInt32(EXFLAG_XKUSAGE) != 0, usage & UInt32(XKU_SSL_CLIENT) != 0 else {
        return X509_V_ERR_INVALID_PURPOSE
    }
    guard let client = unsafe ClientCertificate(certificate) else { return X509_V_ERR_APPLICATION_VERIFICATION }
    return denied.contains(client.serial) ? X509_V_ERR_CERT_REVOKED : nil
}
