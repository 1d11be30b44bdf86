internal import Bytes
internal import Cryptography

/// What is kept of a packager's key.
package struct PackagerCredential: Equatable, Sendable {
    package let id: String
    package let site: SiteName
    /// SHA-256 of the secret.
    ///
    /// A slow, salted hash protects what people choose. This secret is 256 random bits: nobody can try them all, no
    /// table holds them, and a fast hash keeps authentication off the list of ways to exhaust the server.
    package let secretDigest: [UInt8]

    package init(id: String, site: SiteName, secretDigest: [UInt8]) {
        self.id = id
        self.site = site
        self.secretDigest = secretDigest
    }

    package init(_ key: PackagerKey, site: SiteName) {
        self.init(id: key.id, site: site, secretDigest: Self.digest(of: key))
    }

    /// A packager who proves by a certificate to be `certificateName`, and has no key.
    ///
    /// Kept as the digest of a "secret" that everybody may know and nobody can present as a key: what is digested is
    /// longer than a key's secret can be. So a database, or a server, that knows keys alone needs no change.
    package init?(certificateName: String, site: SiteName) {
        guard 1...LicensingLimits.certificateNameLengthMax ~= certificateName.utf8.count else { return nil }
        let digest = Self.digest(ofCertificateName: certificateName)
        self.init(id: Self.id(ofCertificateName: certificateName), site: site, secretDigest: digest)
    }

    /// Where the credential for a certificate's name is to be found.
    package static func id(ofCertificateName name: String) -> String {
        Hex.encode(digest(ofCertificateName: name).prefix(PackagerKey.idLength))
    }

    /// Whether this is the credential for a name that a certificate has proven.
    package func admits(certificateName name: String) -> Bool {
        constantTimeEquals(Self.digest(ofCertificateName: name), secretDigest)
    }

    private static func digest(ofCertificateName name: String) -> [UInt8] {
        SHA256.digest(Array("Evergrant packager, known by the certificate's name: \(name)".utf8))
    }

    /// Compares in constant time.
    package func admits(_ key: PackagerKey) -> Bool {
        key.id == id && constantTimeEquals(Self.digest(of: key), secretDigest)
    }

    private static func digest(of key: PackagerKey) -> [UInt8] { key.secret.withBytes(SHA256.digest) }
}
