package import Bytes

/// The server that takes our messages and carries them on.
package struct MailRelay: Sendable {
    package enum Encryption: String, Sendable, CaseIterable {
        /// STARTTLS, and nothing is sent when the relay does not offer it (port 587).
        case startTLS = "starttls"
        /// TLS from the first byte (port 465, RFC 8314).
        case tls
        /// None: for a relay on this machine.
        case none
    }

    package let host: String
    package let port: UInt16
    package let encryption: Encryption
    /// PEM certificates of authorities; nil trusts those of the machine.
    package let trustAnchorsFile: String?
    package let login: Login?

    package struct Login: Sendable {
        package let user: String
        package let password: Secret

        package init(user: String, password: Secret) {
            self.user = user
            self.password = password
        }
    }

    package init(host: String, port: UInt16, encryption: Encryption, trustAnchorsFile: String?, login: Login?) {
        self.host = host
        self.port = port
        self.encryption = encryption
        self.trustAnchorsFile = trustAnchorsFile
        self.login = login
    }

    var url: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return "\(encryption == .tls ? "smtps" : "smtp")://\(name):\(port)"
    }
}
