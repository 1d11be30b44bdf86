internal import Bytes

/// Base64 as PlayReady's messages hold it: some clients pad it with white space.
enum PlayReadyBase64 {
    static func decode(_ text: String) throws(Malformed) -> [UInt8] {
        guard text.utf8.contains(where: isWhiteSpace) else { return try Base64.standard.decode(text.utf8) }
        return try Base64.standard.decode(text.utf8.filter { !isWhiteSpace($0) })
    }

    private static func isWhiteSpace(_ byte: UInt8) -> Bool { byte == 0x20 || 0x09...0x0D ~= byte }
}
