import Bytes

/// A hand-made ClientHello of an old client (RFC 5246 §7.4.1.2), which our own client would never send.
struct ClientHello {
    /// 0x0303 is TLS 1.2.
    let version: UInt16
    let cipherSuites: [UInt16]
    /// ECDSA with SHA-256.
    var signatureAlgorithm: UInt16 = 0x0403

    /// As one record, with the extensions that an ECDHE suite needs.
    var record: [UInt8] {
        let ciphers = cipherSuites.flatMap(bigEndian)
        // P-256; points uncompressed; the signature algorithm.
        let extensions =
            hex("000a000400020017" + "000b00020100" + "000d00040002") + bigEndian(signatureAlgorithm)
        let body =
            bigEndian(version) + [UInt8](repeating: 7, count: 32) + [0] + bigEndian(UInt16(ciphers.count)) + ciphers
            + [1, 0] + bigEndian(UInt16(extensions.count)) + extensions
        let message = [1, 0] + bigEndian(UInt16(body.count)) + body
        return [22, 3, 1] + bigEndian(UInt16(message.count)) + message
    }

    private func bigEndian(_ value: UInt16) -> [UInt8] { [UInt8(value >> 8), UInt8(value & 255)] }
}
