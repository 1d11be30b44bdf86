internal import Bytes

/// Base64 as PlayReady's messages hold it: some clients pad it with white space.
enum PlayReadyBase64 {
    static func decode(_ text: String) throws(Malformed) -> [UInt8] {
        let bytes = Array(text.utf8)
        return try Base64.standard.decode(
            bytes.contains(where: isWhiteSpace) ? bytes.filter { !isWhiteSpace($0) } : bytes)
    }

    private static func isWhiteSpace(_ byte: UInt8) -> Bool { byte == 0x20 || 0x09...0x0D ~= byte }
}
