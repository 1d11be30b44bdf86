package import Bytes
package import Cryptography

/// Wraps secrets for the database, and unwraps them (AES-256-GCM).
///
/// Owned by one loop, because a cipher context is.
package final class KeyWrapper {
    private var current: UInt32
    /// A few versions at most, so they are looked through.
    private var ciphers: [(version: UInt32, cipher: AES256GCM)]
    /// Room for the associated data of one message, kept from one to the next.
    private var associatedData: [UInt8] = []

    package init(_ ring: KeyRing) throws(CryptographyFailure) {
        ciphers = try Self.ciphers(of: ring)
        current = ring.current.version
    }

    /// From now on wraps and unwraps with the keys of `ring`.
    package func adopt(_ ring: KeyRing) throws(CryptographyFailure) {
        ciphers = try Self.ciphers(of: ring)
        current = ring.current.version
    }

    private static func ciphers(
        of ring: KeyRing
    ) throws(CryptographyFailure) -> [(version: UInt32, cipher: AES256GCM)] {
        var ciphers: [(version: UInt32, cipher: AES256GCM)] = []
        for key in ring.keys { ciphers.append((key.version, try AES256GCM(key: key.secret))) }
        return ciphers
    }

    package func wrap(_ secret: Secret, as context: WrapContext) throws(KeyWrapFailure) -> WrappedKey {
        let cipher = try cipher(current)
        do {
            // Random nonces are safe for 2³² secrets under one key-encryption key (NIST SP 800-38D §8.3).
            let nonce = try Random.bytes(AES256GCM.nonceByteCount)
            let sealed = try cipher.seal(secret, nonce: nonce, associatedData: context.associatedData)
            return WrappedKey(version: current, nonce: nonce, sealed: sealed)
        } catch {
            throw .cryptography(error)
        }
    }

    package func unwrap(_ wrapped: WrappedKey, as context: WrapContext) throws(KeyWrapFailure) -> Secret {
        try unwrap(wrapped, as: context) { context.appendAssociatedData(to: &$0) }
    }

    private func unwrap(
        _ wrapped: WrappedKey, as context: @autoclosure () -> WrapContext, _ appendContext: (inout [UInt8]) -> Void
    ) throws(KeyWrapFailure) -> Secret {
        let cipher = try cipher(wrapped.version)
        guard wrapped.nonce.count == AES256GCM.nonceByteCount else { throw .notAuthentic(context()) }
        // Out of this object meanwhile: no access to it is to span a call, or each is checked.
        var room: [UInt8] = []
        swap(&room, &associatedData)
        defer { associatedData = room }
        room.removeAll(keepingCapacity: true)
        appendContext(&room)
        do throws(UnsealingFailure) {
            return try cipher.open(wrapped.sealed, nonce: wrapped.nonce, associatedData: room)
        } catch {
            switch error {
            case .notAuthentic: throw .notAuthentic(context())
            case .impossible(let failure): throw .cryptography(failure)
            }
        }
    }

    private func cipher(_ version: UInt32) throws(KeyWrapFailure) -> AES256GCM {
        for entry in ciphers where entry.version == version { return entry.cipher }
        throw .unknownVersion(version)
    }

    /// Whether `wrapped` waits to be wrapped again under the current key.
    package func isOutdated(_ wrapped: WrappedKey) -> Bool { wrapped.version != current }
}

extension KeyWrapper {
    package func wrap(
        _ key: ContentKey, site: SiteName, content: ContentName
    ) throws(KeyWrapFailure) -> StoredContentKey {
        let wrapped = try wrap(key.key, as: .contentKey(site: site, content: content, keyID: key.keyID))
        return StoredContentKey(
            keyID: key.keyID, track: key.track, scheme: key.scheme, period: key.period, wrapped: wrapped)
    }

    package func unwrap(
        _ stored: StoredContentKey, site: SiteName, content: ContentName
    ) throws(KeyWrapFailure) -> ContentKey {
        let context = { WrapContext.contentKey(site: site, content: content, keyID: stored.keyID) }
        let key = try unwrap(stored.wrapped, as: context()) {
            WrapContext.append(contentKey: stored.keyID, site, content, to: &$0)
        }
        guard key.count == ContentKey.length else { throw .notAuthentic(context()) }
        return ContentKey(
            keyID: stored.keyID, key: key, track: stored.track, scheme: stored.scheme, period: stored.period)
    }
}
