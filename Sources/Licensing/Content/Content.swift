package import Bytes
package import Cryptography

/// A content with all its keys: what a packager gets back, today and on each repetition.
package struct Content: Sendable {
    package let site: SiteName
    package let name: ContentName
    /// One for each track, in the order of the request's tracks.
    package let keys: [ContentKey]
    /// The digest of the request that made it.
    package let requestDigest: [UInt8]

    package init(site: SiteName, name: ContentName, keys: [ContentKey], requestDigest: [UInt8]) {
        self.site = site
        self.name = name
        self.keys = keys
        self.requestDigest = requestDigest
    }

    /// Makes a new content: what the packager left open is random.
    package init(fulfilling request: ContentRequest, site: SiteName, name: ContentName) throws(CryptographyFailure) {
        var keys: [ContentKey] = []
        for track in request.tracks { keys.append(try ContentKey(fulfilling: track)) }
        self.init(site: site, name: name, keys: keys, requestDigest: request.digest)
    }

    /// Whether `request` asks for nothing but what this content already is.
    package func isRepeated(by request: ContentRequest) -> Bool { request.digest == requestDigest }
}

extension ContentKey {
    fileprivate init(fulfilling track: TrackRequest) throws(CryptographyFailure) {
        let keyID = if let supplied = track.keyID { supplied } else { try KeyID.random() }
        let key = if let supplied = track.key { supplied } else { try Random.secret(Self.length) }
        self.init(keyID: keyID, key: key, track: track.place.type, scheme: track.scheme, period: track.place.period)
    }
}

extension KeyID {
    /// A UUID of version 4 (RFC 9562 §5.4), as tools that show KIDs expect.
    package static func random() throws(CryptographyFailure) -> KeyID {
        let value = try Random.bytes(16).reduce(0) { $0 << 8 | UInt128($1) }
        let versionAndVariant: UInt128 = 0xF000 << 64 | 0xC000 << 48
        return KeyID(value & ~versionAndVariant | 0x4000 << 64 | 0x8000 << 48)
    }
}
