/// The key-encryption keys a server knows: all unwrap, the current one wraps.
package struct KeyRing: Sendable {
    package let current: KeyEncryptionKey
    /// By version, the lowest first.
    package let keys: [KeyEncryptionKey]

    /// - Parameter current: The version that wraps. The highest when nil; a fleet that is learning a new key names the
    ///   old one until every server knows both.
    package init(_ keys: [KeyEncryptionKey], current: UInt32? = nil) throws(KeyFileError) {
        var byVersion: [UInt32: KeyEncryptionKey] = [:]
        for key in keys {
            guard byVersion.updateValue(key, forKey: key.version) == nil else { throw .repeatedVersion(key.version) }
        }
        guard let highest = byVersion.keys.max() else { throw .empty }
        guard let chosen = byVersion[current ?? highest] else { throw .unknownCurrentVersion(current ?? highest) }
        self.current = chosen
        self.keys = keys.sorted { $0.version < $1.version }
    }
}
