package import Bytes

/// A record as the journal holds it: one spelling each, so that what was read is written with the very same bytes.
///
/// Version, outcome, system and flags in a byte each; the identifier; the moment; the policy's digest; the texts, each
/// behind its length in one byte; the number of keys, and each key with a mark for its content. Integers in network
/// order.
extension IssuanceRecord {
    /// The version that this code writes, and the only one it reads.
    static let version: UInt8 = 1
    /// Bytes of a record: 64 keys, each of a content of its own with the longest name, and the longest texts.
    package static let byteCountMax = 16_384

    private static let digestByteCount = 32
    private static let hasSubject: UInt8 = 1
    private static let hasTokenID: UInt8 = 2

    /// Whose key it is.
    private enum ContentMark: UInt8 {
        case none = 0
        case sameAsBefore = 1
        case named = 2
    }

    package var encoded: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(160 + region.utf8.count + keys.count * 48)
        encode(into: &bytes)
        return bytes
    }

    /// Writes the record behind what `bytes` holds.
    package func encode(into bytes: inout [UInt8]) {
        bytes.append(Self.version)
        bytes.append(outcome.rawValue)
        bytes.append(system.recordCode)
        bytes.append((subject == nil ? 0 : Self.hasSubject) | (tokenID == nil ? 0 : Self.hasTokenID))
        bytes.append(bigEndian: id.value)
        bytes.append(bigEndian: issuedAtMilliseconds)
        bytes.append(copying: policyDigest.span.extracting(first: Self.digestByteCount))
        bytes.append(shortText: region)
        bytes.append(shortText: site.description)
        if let subject { bytes.append(shortText: subject) }
        if let tokenID { bytes.append(shortText: tokenID) }
        bytes.append(UInt8(clamping: min(keys.count, LicensingLimits.requestedKeysMax)))
        encodeKeys(into: &bytes)
    }

    private func encodeKeys(into bytes: inout [UInt8]) {
        var before: ContentName?
        for key in keys.prefix(LicensingLimits.requestedKeysMax) {
            bytes.append(bigEndian: key.keyID.value)
            if let content = key.content, content != before {
                bytes.append(ContentMark.named.rawValue)
                bytes.append(shortText: content.description)
            } else {
                bytes.append((key.content == nil ? ContentMark.none : .sameAsBefore).rawValue)
            }
            before = key.content
        }
    }

    package init(parsing bytes: [UInt8]) throws(Malformed) {
        guard bytes.count <= Self.byteCountMax else {
            throw Malformed(offset: Self.byteCountMax, expected: "the end of the record")
        }
        var cursor = ByteCursor()
        guard try cursor.next(UInt8.self, in: bytes) == Self.version else { throw cursor.expected("version 1") }
        outcome = try cursor.next("an outcome", in: bytes, IssuanceOutcome.init)
        system = try cursor.next("a system", in: bytes, DRMSystem.init(recordCode:))
        let flags = try cursor.next(UInt8.self, in: bytes)
        guard flags <= Self.hasSubject | Self.hasTokenID else { throw cursor.expected("known flags") }
        guard let id = UUIDv7(try cursor.next(UInt128.self, in: bytes)) else { throw cursor.expected("a UUIDv7") }
        self.id = id
        issuedAtMilliseconds = try cursor.next(Int64.self, in: bytes)
        policyDigest = try cursor.next(Self.digestByteCount, in: bytes)
        region = try cursor.shortText(in: bytes)
        site = try cursor.name(in: bytes, SiteName.init)
        subject = flags & Self.hasSubject == 0 ? nil : try cursor.shortText(in: bytes)
        tokenID = flags & Self.hasTokenID == 0 ? nil : try cursor.shortText(in: bytes)
        keys = try Self.keys(&cursor, in: bytes)
        guard cursor.offset == bytes.count else { throw cursor.expected("the end of the record") }
    }

    private static func keys(_ cursor: inout ByteCursor, in bytes: [UInt8]) throws(Malformed) -> [Key] {
        let count = try cursor.next(UInt8.self, in: bytes)
        guard count <= LicensingLimits.requestedKeysMax else { throw cursor.expected("fewer keys") }
        var keys: [Key] = []
        for _ in 0..<count {
            let keyID = KeyID(try cursor.next(UInt128.self, in: bytes))
            keys.append(Key(keyID, of: try content(&cursor, in: bytes, after: keys.last?.content)))
        }
        return keys
    }

    private static func content(
        _ cursor: inout ByteCursor, in bytes: [UInt8], after before: ContentName?
    ) throws(Malformed) -> ContentName? {
        switch try cursor.next("a mark for the content", in: bytes, ContentMark.init) {
        case .none: return nil
        case .sameAsBefore:
            guard let before else { throw cursor.expected("a content before") }
            return before
        case .named:
            let name = try cursor.name(in: bytes, ContentName.init)
            guard name != before else { throw cursor.expected("another content") }
            return name
        }
    }
}

extension DRMSystem {
    /// Stands in records for ever.
    fileprivate var recordCode: UInt8 {
        switch self {
        case .clearKey: 1
        case .widevine: 2
        case .playReady: 3
        case .fairPlay: 4
        }
    }

    fileprivate init?(recordCode: UInt8) {
        guard let system = Self.allCases.first(where: { $0.recordCode == recordCode }) else { return nil }
        self = system
    }
}

extension [UInt8] {
    /// A text behind its length in one byte; what is longer is cut where a character begins.
    fileprivate mutating func append(shortText text: String) {
        guard text.utf8.count > 255 else {
            append(UInt8(text.utf8.count))
            return append(copying: text.utf8.span)
        }
        var text = text[...]
        while text.utf8.count > 255 { text.unicodeScalars.removeLast() }
        append(UInt8(text.utf8.count))
        append(contentsOf: text.utf8)
    }
}

extension ByteCursor {
    fileprivate mutating func next<Value>(
        _ what: String, in bytes: [UInt8], _ make: (UInt8) -> Value?
    ) throws(Malformed) -> Value {
        guard let value = make(try next(UInt8.self, in: bytes)) else { throw expected(what) }
        return value
    }

    fileprivate mutating func shortText(in bytes: [UInt8]) throws(Malformed) -> String {
        let count = try next(UInt8.self, in: bytes)
        guard let text = String(validating: try next(Int(count), in: bytes), as: UTF8.self) else {
            throw expected("UTF-8")
        }
        return text
    }

    fileprivate mutating func name<Name>(
        in bytes: [UInt8], _ make: (String) throws(InvalidName) -> Name
    ) throws(Malformed) -> Name {
        let text = try shortText(in: bytes)
        do { return try make(text) } catch { throw expected(error.description) }
    }
}
