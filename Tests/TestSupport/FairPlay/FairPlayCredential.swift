package import Cryptography

/// A private key and what stands for Apple's certificate to it; made at test time.
package struct FairPlayCredential: Sendable {
    package let key: RSAPrivateKey
    /// Bytes around the public key, as a certificate has them; no player of ours reads more of it.
    package let certificate: [UInt8]

    package init(bits: Int) throws {
        key = try RSAPrivateKey.generate(bits: bits)
        certificate = Array("not a certificate".utf8) + (try key.publicKey.pkcs1) + [0x05, 0x00]
    }
}
