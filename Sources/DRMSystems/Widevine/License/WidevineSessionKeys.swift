package import Bytes
package import Cryptography

/// The keys of one license, from its session key and the request it answers.
package struct WidevineSessionKeys: Sendable {
    /// Encrypts the containers of the license.
    package let encryption: Secret
    /// Signs the license.
    package let serverMAC: Secret
    /// With which the client would sign renewals of a license that has no signing key of its own.
    package let clientMAC: Secret

    /// - Parameter message: The request's `msg` as received.
    package init(sessionKey: Secret, message: [UInt8]) throws(CryptographyFailure) {
        let code = try AESCMAC(key: sessionKey)
        let derive = { (counter: UInt8, label: String, bits: UInt32) throws(CryptographyFailure) in
            var end: [UInt8] = []
            end.append(bigEndian: bits)
            return try code.secret(over: [[counter] + Array(label.utf8) + [0], message, end])
        }
        encryption = try derive(1, "ENCRYPTION", 128)
        serverMAC = Secret(
            joining: try derive(1, "AUTHENTICATION", 512), try derive(2, "AUTHENTICATION", 512))
        clientMAC = Secret(
            joining: try derive(3, "AUTHENTICATION", 512), try derive(4, "AUTHENTICATION", 512))
    }
}
