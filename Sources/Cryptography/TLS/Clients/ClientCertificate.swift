internal import COpenSSL

/// Who a client has proven to be.
package struct ClientCertificate: Equatable, Sendable {
    /// The first URI of its subjectAltName, or its first DNS name when there is no URI.
    package let name: String
    /// Without leading zeros.
    package let serial: [UInt8]

    /// Nil when the certificate names nobody.
    init?(_ certificate: OpaquePointer) {
        let names = unsafe AlternativeNames.of(certificate)
        guard let name = names.first(where: { $0.kind == .uri }) ?? names.first else { return nil }
        self.name = name.text
        let number = unsafe X509_get0_serialNumber(certificate)
        let count = Int(unsafe ASN1_STRING_length(number))
        guard count > 0, count <= CryptographyLimits.serialBytes + 1 else { return nil }
        let bytes = unsafe UnsafeBufferPointer(start: ASN1_STRING_get0_data(number), count: count)
        serial = unsafe Array(bytes.drop { $0 == 0 })
    }
}

extension TLSSession {
    /// What the client showed and the server believed; nil for a client that showed none.
    package var clientCertificate: ClientCertificate? {
        unsafe SSL_get0_peer_certificate(ssl).flatMap { unsafe ClientCertificate($0) }
    }
}
