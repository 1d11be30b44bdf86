internal import COpenSSL

extension TLSSession {
    /// The client's end, which believes only a certificate that names `hostName`.
    ///
    /// - Parameter hostName: A name, which is also sent as SNI (RFC 6066 §3), or an IP address, which is not.
    package init(connecting context: TLSClientContext, to hostName: String) throws(TLSFailure) {
        try unsafe self.init(
            owning: Self.makeClient(context, expecting: hostName), over: TLSWire(), keeping: context)
    }

    /// A new `SSL`, which the caller owns, with the name it must find in the certificate.
    private static func makeClient(
        _ context: TLSClientContext, expecting hostName: String
    ) throws(TLSFailure) -> OpaquePointer {
        guard isVerifiable(hostName) else { throw .invalidHostName }
        let ssl = try unsafe makeSession(context.pointer)
        unsafe SSL_set_connect_state(ssl)
        let expectation = unsafe SSL_get0_param(ssl)
        if unsafe X509_VERIFY_PARAM_set1_ip_asc(expectation, hostName) == 1 { return unsafe ssl }
        ErrorQueue.clear()
        unsafe X509_VERIFY_PARAM_set_hostflags(expectation, UInt32(X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS))
        guard unsafe SSL_set1_host(ssl, hostName) == 1, unsafe COpenSSL_setServerName(ssl, hostName) == 1 else {
            unsafe SSL_free(ssl)
            throw .unusableSetting(reason: ErrorQueue.drain())
        }
        return unsafe ssl
    }

    /// OpenSSL takes an empty name for "verify no name", and a leading dot for "any name below".
    private static func isVerifiable(_ hostName: String) -> Bool {
        let range = 1...CryptographyLimits.hostNameBytes
        guard range.contains(hostName.utf8.count), !hostName.hasPrefix(".") else { return false }
        return hostName.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    }
}
