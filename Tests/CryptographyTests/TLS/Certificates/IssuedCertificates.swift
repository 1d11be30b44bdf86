import Cryptography
import TestSupport

/// Certificates made for one test, of an authority of its own.
struct IssuedCertificates {
    let directory: OpenSSLCommand.Directory
    let openSSL: OpenSSLCommand

    init() throws {
        directory = try OpenSSLCommand.Directory()
        openSSL = OpenSSLCommand(directory: directory)
        try authority("authority")
    }

    var authorityFile: String { directory.path("authority.pem") }

    func path(_ name: String) -> String { directory.path(name) }

    func authority(_ name: String) throws {
        try openSSL.run(
            "req -x509 \(Self.newKey) -days 2 -keyout \(name).key -out \(name).pem -subj /CN=\(name)")
    }

    /// - Parameters:
    ///   - alternatives: As OpenSSL writes them: `DNS:drm.example.com,URI:spiffe://example.com/x`; empty for none.
    ///   - usage: The extended key usage; empty for none.
    @discardableResult
    func issue(
        _ name: String, _ alternatives: String, usage: String = "serverAuth", key: String = Self.newKey,
        days: Int = 2, authority: String = "authority", serial: Int = 1000
    ) throws -> CertificateFiles {
        let names = alternatives.isEmpty ? "" : " -addext subjectAltName=\(alternatives)"
        let purpose = usage.isEmpty ? "" : " -addext extendedKeyUsage=\(usage)"
        try openSSL.run(
            "req -x509 \(key) -days \(days) -keyout \(name).key -out \(name).pem -subj /CN=\(name)"
                + " -CA \(authority).pem -CAkey \(authority).key -set_serial \(serial)"
                + " -addext basicConstraints=critical,CA:FALSE\(names)\(purpose)")
        return CertificateFiles(chain: path("\(name).pem"), privateKey: path("\(name).key"))
    }

    static let newKey = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
    static let newRSAKey = "-newkey rsa:2048 -nodes"
}
