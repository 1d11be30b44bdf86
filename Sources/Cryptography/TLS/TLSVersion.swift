internal import COpenSSL

/// The versions of TLS that are spoken, as they are called in logs.
package enum TLSVersion: String, Sendable {
    case v1_2 = "TLSv1.2"
    case v1_3 = "TLSv1.3"
}

extension TLSSession {
    /// What the handshake has agreed on, or is about to.
    package var version: TLSVersion? {
        switch unsafe SSL_version(ssl) {
        case TLS1_2_VERSION: .v1_2
        case TLS1_3_VERSION: .v1_3
        default: nil
        }
    }
}
