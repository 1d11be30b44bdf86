import Glibc

/// An authority, a certificate of its for two names and an address, and a stranger's.
final class TestCertificates: Sendable {
    /// Made once, for a key pair takes longer than a handshake.
    ///
    /// Nothing lets go of what is static, so the process cleans up as it ends.
    static let shared: Result<TestCertificates, any Error> = Result {
        let certificates = try TestCertificates()
        atexit { try? TestCertificates.shared.get().directory.remove() }
        return certificates
    }

    static let hostName = "drm.example.com"

    private let directory: OpenSSLCommand.Directory

    let authority: String
    let chain: String
    let key: String
    let otherAuthority: String
    let otherKey: String
    let rsaKey: String
    let encryptedKey: String
    let missing: String

    private init() throws {
        directory = try OpenSSLCommand.Directory()
        let openSSL = OpenSSLCommand(directory: directory)
        let newKey = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"
        let names = "subjectAltName=DNS:\(Self.hostName),DNS:*.region.example.com,IP:127.0.0.1"
        try openSSL.run("req -x509 \(newKey) -keyout authority.key -out authority.pem -subj /CN=authority")
        try openSSL.run("req -x509 \(newKey) -keyout other.key -out other.pem -subj /CN=other")
        try openSSL.run(
            "req -x509 \(newKey) -keyout server.key -out server.pem -subj /CN=server -CA authority.pem"
                + " -CAkey authority.key -addext \(names) -addext basicConstraints=critical,CA:FALSE")
        try openSSL.run("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out rsa.key")
        try openSSL.run("pkey -in server.key -aes256 -passout pass:sesame -out encrypted.key")
        authority = directory.path("authority.pem")
        chain = directory.path("server.pem")
        key = directory.path("server.key")
        otherAuthority = directory.path("other.pem")
        otherKey = directory.path("other.key")
        rsaKey = directory.path("rsa.key")
        encryptedKey = directory.path("encrypted.key")
        missing = directory.path("missing.pem")
    }

}
