import Bytes
import Cryptography
import HTTPServer
import HTTPWire
import LicenseStore
import Licensing

/// A world in which the tests of this target take place.
enum Samples {
    static let now = Timestamp(seconds: 1_800_000_000)
    /// Bytes that must not be seen anywhere.
    static let keyBytes: [UInt8] = [
        0xDE, 0xAD, 0xBE, 0xEF, 0x10, 0x32, 0x54, 0x76, 0x98, 0xBA, 0xDC, 0xFE, 0x01, 0x23, 0x45, 0x67,
    ]
    static let keyID = KeyID(0xABCD_0000_0000_0000_0000_0000_0000_0001)

    static func site(_ name: String = "acme") throws -> SiteName { try SiteName(name) }
    static func content(_ name: String = "movie-1") throws -> ContentName { try ContentName(name) }

    static func ring(_ byte: UInt8 = 7) throws -> KeyRing {
        try KeyRing([KeyEncryptionKey(version: 1, secret: Secret(copying: [UInt8](repeating: byte, count: 32)))])
    }

    static func contentKey() -> ContentKey {
        ContentKey(keyID: keyID, key: Secret(copying: keyBytes), track: .sd, scheme: .cenc, period: nil)
    }

    /// A request as the wire would hand it over.
    static func request(_ text: String, isSecure: Bool = true) throws -> Request {
        let session = HTTPSession(cleartext: WireLimits(), bodyLimit: { _ in 100_000 })
        guard case .request(let wire)? = session.receive(Array(text.utf8)).first else { throw NoRequest(text: text) }
        return Request(head: wire.head, peer: nil, isSecure: isSecure)
    }

    /// A request with these header fields, each on a line of its own.
    static func request(_ method: String, _ target: String, _ fields: [String] = [], body: String = "") throws
        -> Request
    {
        let lines = ["host: drm.example", "content-length: \(body.utf8.count)"] + fields
        return try request("\(method) \(target) HTTP/1.1\r\n" + lines.map { $0 + "\r\n" }.joined() + "\r\n" + body)
    }

    struct NoRequest: Error { let text: String }
}

extension Response {
    func field(_ name: String) -> String? { head.fields.first { $0.name == name }?.value }

    var bytes: [UInt8] {
        if case .bytes(let bytes) = body { bytes } else { [] }
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }
}
