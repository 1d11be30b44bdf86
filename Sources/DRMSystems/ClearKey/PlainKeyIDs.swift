internal import Bytes
internal import Licensing

/// Reads a Clear Key request that is written as every browser writes it, in one pass; refuses nothing.
///
/// ```json
/// {"kids":["_-7dzLuqmYh3ZlVEMyIRAA"],"type":"temporary"}
/// ```
/// What is written in any other way, or says anything else, is for `ClearKeyRequest` to read as JSON and to judge.
enum PlainKeyIDs {
    /// Nil for whatever is not plain.
    static func read(_ bytes: Span<UInt8>) -> [KeyID]? {
        let count = (bytes.count - start.utf8CodeUnitCount - end.utf8CodeUnitCount + 1) / elementByteCount
        guard 1...LicensingLimits.requestedKeysMax ~= count, bytes.count == byteCount(of: count),
            bytes.extracting(first: start.utf8CodeUnitCount).equals(start),
            bytes.extracting(last: end.utf8CodeUnitCount).equals(end)
        else { return nil }
        var keyIDs: [KeyID] = []
        keyIDs.reserveCapacity(count)
        for index in 0..<count {
            guard let keyID = keyID(bytes, at: start.utf8CodeUnitCount + index * elementByteCount, isFirst: index == 0)
            else { return nil }
            keyIDs.append(keyID)
        }
        return keyIDs
    }

    private static let start: StaticString = #"{"kids":["#
    private static let end: StaticString = #"],"type":"temporary"}"#
    /// A key ID in base64url, its quotes, and the comma that all but the last one have behind them.
    private static let elementByteCount = 25

    private static func byteCount(of count: Int) -> Int {
        start.utf8CodeUnitCount + count * elementByteCount - 1 + end.utf8CodeUnitCount
    }

    private static func keyID(_ bytes: Span<UInt8>, at place: Int, isFirst: Bool) -> KeyID? {
        guard isFirst || bytes[place - 1] == UInt8(ascii: ","), bytes[place] == UInt8(ascii: "\""),
            bytes[place + 23] == UInt8(ascii: "\"")
        else { return nil }
        return try? KeyID(base64URL: bytes.extracting(place + 1..<place + 23))
    }
}
