internal import Bytes

extension KeyRing {
    /// Reads a key file: one `version:key` a line, or a single bare key, which is version 1.
    ///
    /// A key is 32 bytes as base64 or as 64 hex digits. White space around it, empty lines and lines that start with
    /// `#` mean nothing, so `openssl rand -base64 32 > kek` writes a valid file.
    package init(parsing file: [UInt8], current: UInt32? = nil) throws(KeyFileError) {
        guard file.count <= LicensingLimits.keyFileLengthMax else {
            throw .tooLong(limit: LicensingLimits.keyFileLengthMax)
        }
        let entries = Self.entries(of: file)
        var keys: [KeyEncryptionKey] = []
        for entry in entries { keys.append(try Self.key(in: entry, isAlone: entries.count == 1)) }
        try self.init(keys, current: current)
    }

    private typealias Entry = (line: Int, text: ArraySlice<UInt8>)

    private static func entries(of file: [UInt8]) -> [Entry] {
        file.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated()
            .map { (line: $0.offset + 1, text: trimmed($0.element)) }
            .filter { !$0.text.isEmpty && $0.text.first != UInt8(ascii: "#") }
    }

    private static func key(in entry: Entry, isAlone: Bool) throws(KeyFileError) -> KeyEncryptionKey {
        guard let colon = entry.text.firstIndex(of: UInt8(ascii: ":")) else {
            guard isAlone else { throw .bareKeyAmongOthers(line: entry.line) }
            return try KeyEncryptionKey(version: 1, secret: secret(in: entry.text, line: entry.line))
        }
        guard let version = UInt32(String(decoding: entry.text[..<colon], as: UTF8.self)), version > 0 else {
            throw .badVersion(line: entry.line)
        }
        let text = trimmed(entry.text[entry.text.index(after: colon)...])
        return try KeyEncryptionKey(version: version, secret: secret(in: text, line: entry.line))
    }

    /// 64 hex digits are also base64, of 48 bytes; that length is never right, so hex comes first.
    private static func secret(in text: ArraySlice<UInt8>, line: Int) throws(KeyFileError) -> Secret {
        let isHex = text.count == 2 * KeyEncryptionKey.length
        guard let bytes = try? isHex ? Hex.decode(text) : Base64.standard.decode(text) else {
            throw .notBase64OrHex(line: line)
        }
        guard bytes.count == KeyEncryptionKey.length else { throw .wrongLength(bytes.count, line: line) }
        return Secret(copying: bytes)
    }

    private static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 || byte == 0x0D }
        let start = text.drop(while: isBlank)
        return start.prefix(start.count - start.reversed().prefix(while: isBlank).count)
    }
}
