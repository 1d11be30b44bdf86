package import Bytes
internal import COpenSSL

/// One certificate of a server with its chain, its key and what may be stapled to it: read once, used by every context
/// made since.
///
/// Unchecked, because nothing changes it after `init`.
@safe package final class ServerCertificate: @unchecked Sendable {
    let leaf: OpaquePointer  // owned, as the two below
    let issuers: [OpaquePointer]
    let key: OpaquePointer
    package let files: CertificateFiles
    /// The names it answers for, in lower case; wildcards as they stand.
    package let names: [String]
    /// When browsers and players stop believing it.
    package let expiry: Timestamp
    let stapled: StapledResponse?
    /// Why nothing is stapled although a file is named; never holds key material.
    package let complaint: String?

    /// - Parameter now: Decides whether the OCSP response is still good.
    package init(_ files: CertificateFiles, at now: Timestamp) throws(TLSFailure) {
        let chain = try unsafe PEMFile.certificates(files.chain)
        unsafe (leaf, issuers) = unsafe (chain[0], Array(chain.dropFirst()))
        do throws(TLSFailure) {
            unsafe key = try unsafe PEMFile.privateKey(files.privateKey)
        } catch {
            for index in unsafe chain.indices { unsafe X509_free(chain[index]) }
            throw error
        }
        self.files = files
        names = unsafe AlternativeNames.of(chain[0]).compactMap { $0.kind == .dns ? $0.text.lowercased() : nil }
        expiry = unsafe ASN1Time.timestamp(X509_get0_notAfter(chain[0])) ?? .distantPast
        (stapled, complaint) = unsafe Self.stapled(files.ocspResponse, for: chain[0], at: now)
        guard unsafe X509_check_private_key(leaf, key) == 1 else {
            ErrorQueue.clear()
            throw .keyDoesNotMatch(certificateFile: files.chain, keyFile: files.privateKey)
        }
    }

    deinit {
        unsafe X509_free(leaf)
        for index in unsafe issuers.indices { unsafe X509_free(issuers[index]) }
        unsafe EVP_PKEY_free(key)
    }

    /// Adds the certificate to a context, which may hold one of each type of key.
    func install(in context: OpaquePointer) throws(TLSFailure) {
        ErrorQueue.clear()
        var isInstalled = unsafe SSL_CTX_use_certificate(context, leaf) == 1
        isInstalled = unsafe isInstalled && SSL_CTX_use_PrivateKey(context, key) == 1
        for index in unsafe issuers.indices {
            isInstalled = unsafe isInstalled && COpenSSL_addChainCertificate(context, issuers[index]) == 1
        }
        guard isInstalled else { throw .unreadableFile(path: files.chain, reason: ErrorQueue.drain()) }
    }

    /// RSA, EC, …: a context holds one certificate of each.
    var keyType: CInt { unsafe EVP_PKEY_get_base_id(key) }

    private static func stapled(
        _ file: String?, for leaf: OpaquePointer, at now: Timestamp
    ) -> (StapledResponse?, String?) {
        guard let file else { return (nil, nil) }
        do throws(OCSPRefusal) {
            return (try unsafe StapledResponse(file: file, for: leaf, at: now), nil)
        } catch {
            return (nil, "\(file) is not stapled: \(error)")
        }
    }
}
