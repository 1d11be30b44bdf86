internal import Bytes

/// Base64 as PlayReady's messages hold it: some clients pad it with white space.
enum PlayReadyBase64 {
    static func decode(_ text: String) throws(Malformed) -> [UInt8] {
        try Base64.standard.decode(text.utf8.filter { !($0 == 0x20 || 0x09...0x0D ~= $0) })
    }
}
