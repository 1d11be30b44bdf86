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

    static let digestByteCount = 32

    package var encoded: [UInt8] {
        RecordWriter(id: id, region: region, milliseconds: issuedAtMilliseconds, outcome: outcome).record(of: self)
    }

    /// What is to be kept of a license that is about to leave, in the bytes that its record would have.
    package static func encoded(
        granting license: borrowing ApprovedLicense, id: UUIDv7, in region: String, atMilliseconds now: Int64
    ) -> [UInt8] {
        RecordWriter(id: id, region: region, milliseconds: now, outcome: .granted).record(of: license)
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
        guard flags <= RecordWriter.hasSubject | RecordWriter.hasTokenID else { throw cursor.expected("known flags") }
        guard let id = UUIDv7(try cursor.next(UInt128.self, in: bytes)) else { throw cursor.expected("a UUIDv7") }
        self.id = id
        issuedAtMilliseconds = try cursor.next(Int64.self, in: bytes)
        policyDigest = try cursor.next(Self.digestByteCount, in: bytes)
        region = try cursor.shortText(in: bytes)
        site = try cursor.name(in: bytes, SiteName.init)
        subject = flags & RecordWriter.hasSubject == 0 ? nil : try cursor.shortText(in: bytes)
        tokenID = flags & RecordWriter.hasTokenID == 0 ? nil : try cursor.shortText(in: bytes)
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
        switch try cursor.next("a mark for the content", in: bytes, RecordWriter.ContentMark.init) {
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
    fileprivate init?(recordCode: UInt8) {
        guard let system = Self.allCases.first(where: { $0.recordCode == recordCode }) else { return nil }
        self = system
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
