package import Bytes

/// The attributes of a certificate that we read; the others are passed over.
enum BCertTag {
    static let basic: UInt16 = 1
    static let key: UInt16 = 6
    static let manufacturer: UInt16 = 7
    static let signature: UInt16 = 8
    /// The last one that there is: SECURITY_VERSION_2.
    static let last: UInt16 = 17
}

/// The bits of an attribute's flags.
enum BCertFlags {
    static let mustUnderstand: UInt16 = 1
    /// Of BASIC: attributes follow the signature, with a signature of their own.
    static let hasExtension: UInt32 = 1
}

extension SignedBCert {
    static let magic: UInt32 = 0x4345_5254  // "CERT"
    static let signatureAttributeLength = 144

    /// Reads exactly one certificate.
    package init(parsing bytes: [UInt8]) throws(Malformed) {
        var cursor = ByteCursor()
        guard try cursor.next(UInt32.self, in: bytes) == Self.magic else { throw cursor.expected("CERT") }
        guard try cursor.next(UInt32.self, in: bytes) == 1 else { throw cursor.expected("version 1") }
        let length = Int(try cursor.next(UInt32.self, in: bytes))
        let signedLength = Int(try cursor.next(UInt32.self, in: bytes))
        guard length == bytes.count, cursor.offset...length ~= signedLength else {
            throw cursor.expected("lengths that fit")
        }
        signedBytes = Array(bytes.prefix(signedLength))
        var reading = BCertReading()
        try reading.readAttributes(in: signedBytes, at: &cursor)
        certificate = try reading.certificate(at: cursor)
        let attribute = try BCertAttribute(in: bytes, at: &cursor)
        guard attribute.tag == BCertTag.signature else { throw cursor.expected("a signature") }
        (signature, issuer) = try attribute.signature()
        guard cursor.offset == bytes.count || reading.hasExtension else { throw cursor.expected("the end") }
        addition = Array(bytes[cursor.offset...])
    }
}

/// Two flags, a tag, a length and a body.
private struct BCertAttribute {
    let flags: UInt16
    let tag: UInt16
    let body: [UInt8]

    init(in bytes: [UInt8], at cursor: inout ByteCursor) throws(Malformed) {
        flags = try cursor.next(UInt16.self, in: bytes)
        tag = try cursor.next(UInt16.self, in: bytes)
        let length = Int(try cursor.next(UInt32.self, in: bytes))
        guard length >= 8 else { throw cursor.expected("the length of an attribute") }
        body = try cursor.next(length - 8, in: bytes)
    }

    /// The signature and the key that made it.
    func signature() throws(Malformed) -> (signature: [UInt8], issuer: [UInt8]) {
        var cursor = ByteCursor()
        let type = try cursor.next(UInt16.self, in: body)
        let size = try cursor.next(UInt16.self, in: body)
        guard type == 1, size == 64 else { throw cursor.expected("ECDSA on P-256") }
        let signature = try cursor.next(64, in: body)
        guard try cursor.next(UInt32.self, in: body) == 512 else { throw cursor.expected("a key of 512 bits") }
        let issuer = try cursor.next(64, in: body)
        guard cursor.offset == body.count else { throw cursor.expected("the end of the signature") }
        return (signature, issuer)
    }
}

/// A certificate on its way: each attribute counts once.
private struct BCertReading {
    private var basic: BCert?
    private var keys: [BCert.Key]?
    private var manufacturer: [String]?
    private(set) var hasExtension = false

    mutating func readAttributes(in bytes: [UInt8], at cursor: inout ByteCursor) throws(Malformed) {
        var count = 0
        while cursor.offset < bytes.count {
            count += 1
            guard count <= DRMSystemsLimits.playReadyAttributesMax else { throw cursor.expected("fewer attributes") }
            let attribute = try BCertAttribute(in: bytes, at: &cursor)
            switch attribute.tag {
            case BCertTag.basic where basic == nil: basic = try basic(in: attribute.body)
            case BCertTag.key where keys == nil: keys = try Self.keys(in: attribute.body)
            case BCertTag.manufacturer where manufacturer == nil:
                manufacturer = try Self.manufacturer(in: attribute.body)
            case BCertTag.basic, BCertTag.key, BCertTag.manufacturer: throw cursor.expected("no second of its kind")
            case 1...BCertTag.last: continue
            default:
                guard attribute.flags & BCertFlags.mustUnderstand == 0 else { throw cursor.expected("a known tag") }
            }
        }
    }

    func certificate(at cursor: ByteCursor) throws(Malformed) -> BCert {
        guard var certificate = basic, let keys, !keys.isEmpty else { throw cursor.expected("BASIC and KEY") }
        certificate.keys = keys
        certificate.manufacturer = manufacturer ?? []
        return certificate
    }

    private mutating func basic(in body: [UInt8]) throws(Malformed) -> BCert {
        var cursor = ByteCursor()
        let certificateID = try cursor.next(16, in: body)
        let securityLevel = try cursor.next(UInt32.self, in: body)
        hasExtension = try cursor.next(UInt32.self, in: body) & BCertFlags.hasExtension != 0
        let kind = try cursor.next(UInt32.self, in: body)
        let keyDigest = try cursor.next(32, in: body)
        let expiration = try cursor.next(UInt32.self, in: body)
        let clientID = try cursor.next(16, in: body)
        guard cursor.offset == body.count else { throw cursor.expected("the end of BASIC") }
        return BCert(
            certificateID: certificateID, securityLevel: securityLevel, kind: kind, keyDigest: keyDigest,
            expiration: expiration, clientID: clientID, keys: [])
    }

    private static func keys(in body: [UInt8]) throws(Malformed) -> [BCert.Key] {
        var cursor = ByteCursor()
        let count = try number(in: body, at: &cursor)
        var keys: [BCert.Key] = []
        for _ in 0..<count {
            let type = try cursor.next(UInt16.self, in: body)
            let bits = try cursor.next(UInt16.self, in: body)
            guard type == 1, bits == 512 else { throw cursor.expected("a key on P-256") }
            _ = try cursor.next(UInt32.self, in: body)  // flags
            let point = try cursor.next(64, in: body)
            var usages: [UInt32] = []
            for _ in 0..<(try number(in: body, at: &cursor)) { usages.append(try cursor.next(UInt32.self, in: body)) }
            keys.append(BCert.Key(point: point, usages: usages))
        }
        guard cursor.offset == body.count else { throw cursor.expected("the end of KEY") }
        return keys
    }

    private static func number(in body: [UInt8], at cursor: inout ByteCursor) throws(Malformed) -> UInt32 {
        let count = try cursor.next(UInt32.self, in: body)
        guard count <= DRMSystemsLimits.playReadyAttributesMax else { throw cursor.expected("fewer") }
        return count
    }

    private static func manufacturer(in body: [UInt8]) throws(Malformed) -> [String] {
        var cursor = ByteCursor()
        _ = try cursor.next(UInt32.self, in: body)  // flags
        var texts: [String] = []
        for _ in 0..<3 {
            let length = Int(try cursor.next(UInt32.self, in: body))
            let text = try cursor.next(length, in: body)
            _ = try cursor.next((4 - length % 4) % 4, in: body)  // up to a multiple of four
            texts.append(String(decoding: text.prefix { $0 != 0 }, as: UTF8.self))
        }
        return texts
    }
}
