internal import Bytes

/// Writes a record as `IssuanceRecord(parsing:)` reads it, of one that was read or of a license that is about to leave.
struct RecordWriter {
    static let hasSubject: UInt8 = 1
    static let hasTokenID: UInt8 = 2

    /// Whose key it is.
    enum ContentMark: UInt8 {
        case none = 0
        case sameAsBefore = 1
        case named = 2
    }

    /// What is neither text nor key: numbers, digest and the lengths of the texts.
    private static let fixedByteCount = 72
    private static let textLengthMax = 255

    let id: UUIDv7
    let region: String
    let milliseconds: Int64
    let outcome: IssuanceOutcome

    func record(of license: borrowing some Recorded & ~Copyable) -> [UInt8] {
        let keys = license.keys.prefix(LicensingLimits.requestedKeysMax)
        let textByteCount =
            region.utf8.count + license.site.description.utf8.count + (license.subject?.utf8.count ?? 0)
            + (license.tokenID?.utf8.count ?? 0)
        let keysByteCount = keys.count * (18 + LicensingLimits.contentNameLengthMax)
        var bytes: [UInt8] = []
        bytes.append(addingCapacity: Self.fixedByteCount + textByteCount + keysByteCount) { output in
            append(license, to: &output)
            output.append(UInt8(truncatingIfNeeded: keys.count))
            append(keys, to: &output)
        }
        return bytes
    }

    private func append(_ license: borrowing some Recorded & ~Copyable, to output: inout OutputSpan<UInt8>) {
        let (subject, tokenID, digest) = (license.subject, license.tokenID, license.policyDigest)
        output.append(IssuanceRecord.version)
        output.append(outcome.rawValue)
        output.append(license.system.recordCode)
        output.append((subject == nil ? 0 : Self.hasSubject) | (tokenID == nil ? 0 : Self.hasTokenID))
        output.append(bigEndian: id.value)
        output.append(bigEndian: UInt64(bitPattern: milliseconds))
        output.append(copying: digest.span.extracting(first: IssuanceRecord.digestByteCount))
        Self.append(region, to: &output)
        Self.append(license.site.description, to: &output)
        if let subject { Self.append(subject, to: &output) }
        if let tokenID { Self.append(tokenID, to: &output) }
    }

    private func append(_ keys: ArraySlice<some RecordedKey>, to output: inout OutputSpan<UInt8>) {
        var before: ContentName?
        for key in keys {
            output.append(bigEndian: key.keyID.value)
            let content = key.contentIfKnown
            if let content, content != before {
                output.append(ContentMark.named.rawValue)
                Self.append(content.description, to: &output)
            } else {
                output.append((content == nil ? ContentMark.none : .sameAsBefore).rawValue)
            }
            before = content
        }
    }

    /// A text behind its length in one byte; what is longer is cut where a character begins.
    private static func append(_ text: String, to output: inout OutputSpan<UInt8>) {
        guard text.utf8.count > textLengthMax else {
            output.append(UInt8(truncatingIfNeeded: text.utf8.count))
            return output.append(text: text)
        }
        var text = text[...]
        while text.utf8.count > textLengthMax { text.unicodeScalars.removeLast() }
        append(String(text), to: &output)
    }
}

/// What a record says of a license and of whoever asked for it.
protocol Recorded: ~Copyable {
    associatedtype Key: RecordedKey

    var site: SiteName { get }
    var subject: String? { get }
    var tokenID: String? { get }
    var system: DRMSystem { get }
    var policyDigest: [UInt8] { get }
    var keys: [Key] { get }
}

protocol RecordedKey {
    var keyID: KeyID { get }
    var contentIfKnown: ContentName? { get }
}

extension IssuanceRecord: Recorded {}

extension IssuanceRecord.Key: RecordedKey {
    var contentIfKnown: ContentName? { content }
}

extension ApprovedLicense: Recorded {}

extension GrantedKey: RecordedKey {
    var keyID: KeyID { key.keyID }
    var contentIfKnown: ContentName? { content }
}

extension DRMSystem {
    /// Stands in records for ever.
    var recordCode: UInt8 {
        switch self {
        case .clearKey: 1
        case .widevine: 2
        case .playReady: 3
        case .fairPlay: 4
        }
    }
}
