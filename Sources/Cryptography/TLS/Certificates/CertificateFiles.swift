/// Where one certificate of a server is kept.
package struct CertificateFiles: Equatable, Sendable {
    /// PEM, the server's own certificate first.
    package var chain: String
    /// Unencrypted PEM.
    package var privateKey: String
    /// DER, as `openssl ocsp -respout` writes it; nil staples nothing.
    package var ocspResponse: String?

    package init(chain: String, privateKey: String, ocspResponse: String? = nil) {
        self.chain = chain
        self.privateKey = privateKey
        self.ocspResponse = ocspResponse
    }
}
