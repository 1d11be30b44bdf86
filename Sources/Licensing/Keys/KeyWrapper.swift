package import Bytes
package import Cryptography

/// Wraps content keys for the database, and unwraps them (AES-256-GCM).
///
/// Site, content and key ID are associated data: a row copied to another site, another title or another KID opens no
/// more, so who can write to the database still cannot move a key to where he may license it.
///
/// Owned by one loop, because a cipher context is.
package final class KeyWrapper {
    private let current: UInt32
    private let ciphers: [UInt32: AES256GCM]

    package init(_ ring: KeyRing) throws(CryptographyFailure) {
        var ciphers: [UInt32: AES256GCM] = [:]
        for version in ring.versions {
            if let key = ring[version] { ciphers[version] = try AES256GCM(key: key.secret) }
        }
        self.ciphers = ciphers
        current = ring.current.version
    }

    package func wrap(
        _ key: ContentKey, site: SiteName, content: ContentName
    ) throws(KeyWrapFailure) -> StoredContentKey {
        guard let cipher = ciphers[current] else { throw .unknownVersion(current) }
        let wrapped: WrappedKey
        do {
            // Random nonces are safe for 2³² keys under one key-encryption key (NIST SP 800-38D §8.3).
            let nonce = try Random.bytes(AES256GCM.nonceByteCount)
            let context = Self.associatedData(site, content, key.keyID)
            let sealed = try cipher.seal(key.key, nonce: nonce, associatedData: context)
            wrapped = WrappedKey(version: current, nonce: nonce, sealed: sealed)
        } catch {
            throw .cryptography(error)
        }
        return StoredContentKey(
            keyID: key.keyID, track: key.track, scheme: key.scheme, period: key.period, wrapped: wrapped)
    }

    package func unwrap(
        _ stored: StoredContentKey, site: SiteName, content: ContentName
    ) throws(KeyWrapFailure) -> ContentKey {
        guard let cipher = ciphers[stored.wrapped.version] else { throw .unknownVersion(stored.wrapped.version) }
        let key = try open(stored, under: cipher, context: Self.associatedData(site, content, stored.keyID))
        guard key.count == ContentKey.length else { throw .notAuthentic(stored.keyID) }
        return ContentKey(
            keyID: stored.keyID, key: key, track: stored.track, scheme: stored.scheme, period: stored.period)
    }

    private func open(
        _ stored: StoredContentKey, under cipher: AES256GCM, context: [UInt8]
    ) throws(KeyWrapFailure) -> Secret {
        let wrapped = stored.wrapped
        guard wrapped.nonce.count == AES256GCM.nonceByteCount else { throw .notAuthentic(stored.keyID) }
        do {
            return try cipher.open(wrapped.sealed, nonce: wrapped.nonce, associatedData: context)
        } catch {
            switch error {
            case .notAuthentic: throw .notAuthentic(stored.keyID)
            case .impossible(let failure): throw .cryptography(failure)
            }
        }
    }

    /// Whether a stored key waits to be wrapped again under the current key.
    package func isOutdated(_ stored: StoredContentKey) -> Bool { stored.wrapped.version != current }

    /// Each name behind its length, so that no two triples give the same bytes.
    private static func associatedData(_ site: SiteName, _ content: ContentName, _ keyID: KeyID) -> [UInt8] {
        var bytes = Array("evergrant v1 content key".utf8)
        for name in [site.description, content.description] {
            bytes.append(bigEndian: UInt16(truncatingIfNeeded: name.utf8.count))  // At most 200, by NameRule.
            bytes.append(contentsOf: name.utf8)
        }
        bytes.append(bigEndian: keyID.value)
        return bytes
    }
}

/// Why a key could not be wrapped or unwrapped; never tells strangers anything.
package enum KeyWrapFailure: Error, Equatable, Sendable {
    /// The row was wrapped under a key-encryption key that this server was not given.
    case unknownVersion(UInt32)
    /// The row was changed or moved, or the key-encryption key of that version is another one.
    case notAuthentic(KeyID)
    case cryptography(CryptographyFailure)
}
