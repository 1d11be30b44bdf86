/// Why TLS cannot be set up, or why a session is over.
package enum TLSFailure: Error, Equatable, Sendable {
    /// A PEM file is missing, may not be read, or holds something else.
    case unreadableFile(path: String, reason: String)
    /// The private key belongs to another certificate.
    case keyDoesNotMatch(certificateFile: String, keyFile: String)
    /// OpenSSL refused a part of the profile.
    case unusableSetting(reason: String)
    /// A client was told to connect to something that no certificate can name.
    case invalidHostName
    /// The server's certificate is not one that the client's trust anchors vouch for, or names another host.
    case peerNotTrusted(reason: String)
    /// The peer broke the protocol or shares no version, cipher or application protocol with us.
    case protocolBroken(reason: String)
}

extension TLSFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreadableFile(let path, let reason): "\(path) cannot be used: \(reason)"
        case .keyDoesNotMatch(let certificate, let key): "the key in \(key) is not that of \(certificate)"
        case .unusableSetting(let reason): "TLS cannot be set up: \(reason)"
        case .invalidHostName: "no certificate can name such a host"
        case .peerNotTrusted(let reason): "the peer is not trusted: \(reason)"
        case .protocolBroken(let reason): "TLS failed: \(reason)"
        }
    }
}
