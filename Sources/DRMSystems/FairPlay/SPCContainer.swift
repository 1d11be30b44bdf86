internal import Bytes

/// The outside of an SPC, FairPlay's license request: what anybody can read of it.
///
/// | field | version 1 | version 2 |
/// |---|---|---|
/// | version, reserved | 4 + 4 | 4 + 4 |
/// | vector of the payload | 16 | 16 |
/// | SPC key, wrapped | 128, RSA-1024 with OAEP and SHA-1 | 256, RSA-2048 with OAEP and SHA-256 |
/// | SHA-1 of the certificate | 20 | 20 |
/// | payload's length, payload | 4, AES-128-CBC without padding | the same |
struct SPCContainer: Equatable, Sendable {
    enum Version: UInt32, CaseIterable, Sendable {
        case one = 1
        case two = 2

        var wrappedKeyByteCount: Int {
            switch self {
            case .one: 128
            case .two: 256
            }
        }
    }

    static let vectorByteCount = 16
    static let certificateHashByteCount = 20

    let version: Version
    let vector: [UInt8]
    let wrappedKey: [UInt8]
    let certificateHash: [UInt8]
    /// Whole blocks of AES, at least one.
    let payload: [UInt8]

    init(parsing bytes: [UInt8]) throws(FairPlayRefusal) {
        let limit = DRMSystemsLimits.fairPlaySPCLengthMax
        guard bytes.count <= limit else { throw .tooLong(limit: limit) }
        let number: UInt32
        var cursor = ByteCursor()
        do throws(Malformed) { number = try cursor.next(UInt32.self, in: bytes) } catch { throw .malformed(error) }
        guard let version = Version(rawValue: number) else { throw .unsupportedVersion(number) }
        self.version = version
        do throws(Malformed) {
            _ = try cursor.next(UInt32.self, in: bytes)  // reserved
            vector = try cursor.next(Self.vectorByteCount, in: bytes)
            wrappedKey = try cursor.next(version.wrappedKeyByteCount, in: bytes)
            certificateHash = try cursor.next(Self.certificateHashByteCount, in: bytes)
            payload = try Self.payload(at: &cursor, in: bytes)
        } catch { throw .malformed(error) }
    }

    private static func payload(at cursor: inout ByteCursor, in bytes: [UInt8]) throws(Malformed) -> [UInt8] {
        let count = Int(try cursor.next(UInt32.self, in: bytes))
        guard count == bytes.count - cursor.offset else { throw cursor.expected("a payload up to the end") }
        guard count > 0, count % 16 == 0 else { throw cursor.expected("a payload of whole blocks of 16 bytes") }
        return try cursor.next(count, in: bytes)
    }
}
