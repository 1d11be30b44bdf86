internal import Bytes
internal import Reactor

extension DatabaseTarget {
    /// libpq's keywords (PostgreSQL 15 documentation §34.1.2).
    func parameters(address: String?, settings: SessionSettings) -> [(keyword: String, value: String)] {
        var parameters: [(keyword: String, value: String)] = [
            ("host", host), ("port", "\(port)"), ("dbname", database), ("user", user),
            ("application_name", settings.applicationName), ("client_encoding", "UTF8"),
            ("options", settings.options), ("tcp_user_timeout", "\(settings.tcpUserTimeout.wholeMilliseconds)"),
            ("sslmode", encryption.rawValue),
            // A Kerberos library would read files and ask servers, on our loop.
            ("gssencmode", "disable"),
        ]
        if let address { parameters.append(("hostaddr", address)) }
        if let rootCertificateFile { parameters.append(("sslrootcert", rootCertificateFile)) }
        if let password {
            let text = password.withBytes { String(decoding: [UInt8](copying: $0), as: UTF8.self) }
            parameters.append(("password", text))
        }
        return parameters
    }
}
