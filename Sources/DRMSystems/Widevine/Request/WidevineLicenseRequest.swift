internal import Bytes
internal import Licensing

/// What stands in the envelope of a request (`LicenseRequest`).
struct WidevineLicenseRequest: Sendable {
    let kind: LicenseRequest.Kind
    /// In clear, or encrypted to our service certificate: never both.
    let clientID: [UInt8]?
    let encryptedClientID: [UInt8]?
    let contentID: ProtobufMessage
    /// By the client's clock, in seconds since 1970; 0 when it says none.
    let time: UInt64
    let keyControlNonce: UInt32

    /// Versions 2.0 to 2.2, which differ in nothing that is here.
    private static let versions: ClosedRange<UInt64> = 20...22

    init(parsing bytes: [UInt8]) throws(WidevineRefusal) {
        let fields = try WidevineRefusal.reading { () throws(Malformed) in try ProtobufMessage(parsing: bytes) }
        let (kind, version) = try WidevineRefusal.reading { () throws(Malformed) in
            (try fields.integer(3) ?? 1, try fields.integer(6) ?? Self.versions.lowerBound)
        }
        self.kind = try Self.kind(kind)
        guard Self.versions ~= version else { throw .unsupported(.protocolVersion) }
        (clientID, encryptedClientID, time) = try WidevineRefusal.reading { () throws(Malformed) in
            (try fields.bytes(1), try fields.bytes(8), try fields.integer(4) ?? 0)
        }
        (contentID, keyControlNonce) = try WidevineRefusal.reading { () throws(Malformed) in
            guard let contentID = try fields.message(2) else {
                throw Malformed(offset: 0, expected: "a content ID in field 2")
            }
            return (contentID, try Self.nonce(fields))
        }
        guard clientID == nil || encryptedClientID == nil else { throw .unsupported(.clientIdentification) }
    }

    private static func kind(_ number: UInt64) throws(WidevineRefusal) -> LicenseRequest.Kind {
        switch number {
        case 1: .new
        case 2: .renewal
        case 3: .release
        default: throw .unsupported(.requestType)
        }
    }

    /// Older clients write it as decimal text in a field of its own.
    private static func nonce(_ fields: ProtobufMessage) throws(Malformed) -> UInt32 {
        if let nonce = try fields.integer(7) { return UInt32(truncatingIfNeeded: nonce) }
        return UInt32(String(decoding: try fields.bytes(5) ?? [], as: UTF8.self)) ?? 0
    }
}
