import Bytes
import Foundation
import Licensing

/// Values that are valid and say nothing.
enum Sample {
    static func digest(_ byte: UInt8) -> [UInt8] { [UInt8](repeating: byte, count: 32) }

    static func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in .random(in: .min ... .max) } }

    static func keyID() -> KeyID { KeyID(.random(in: 1 ... .max)) }

    static func wrapped(version: UInt32 = 1) -> WrappedKey {
        WrappedKey(version: version, nonce: bytes(12), sealed: bytes(32))
    }

    /// A key that nobody can unwrap.
    static func key(
        _ keyID: KeyID = keyID(), track: TrackType = .sd, scheme: EncryptionScheme = .cbcs, period: UInt32? = nil
    ) -> StoredContentKey {
        StoredContentKey(
            keyID: keyID, track: track, scheme: scheme, period: period.map(CryptoPeriod.init(index:)),
            wrapped: wrapped())
    }
}

/// Where this package keeps what the tests need of it.
enum RepositoryFiles {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized
    static let migrations = root.appending(path: "Migrations").path
    static let sources = root.appending(path: "Sources/LicenseStore")
}
