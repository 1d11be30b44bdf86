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

    /// Compares in constant time.
    package func admits(_ key: PackagerKey) -> Bool {
        key.id == id && constantTimeEquals(Self.digest(of: key), secretDigest)
    }

    private static func digest(of key: PackagerKey) -> [UInt8] { key.secret.withBytes(SHA256.digest) }
}
