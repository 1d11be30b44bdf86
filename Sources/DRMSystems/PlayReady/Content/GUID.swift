package import Bytes

/// A GUID as Windows lays it out: its first three groups with the lowest byte first, the rest in reading order.
///
/// PlayReady writes key IDs so, in headers and in licenses; media files and the other systems do not.
package enum GUID {
    /// The 16 bytes of a value whose digits stand in reading order.
    package static func bytes(of value: UInt128) -> [UInt8] { swapped(KeyID(value).bytes) }

    /// - Parameter bytes: 16 bytes, or nothing is swapped.
    static func swapped(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.count == 16 else { return bytes }
        return [3, 2, 1, 0, 5, 4, 7, 6].map { bytes[$0] } + bytes[8...]
    }
}

extension KeyID {
    /// From the 16 bytes of a GUID.
    package init(guid bytes: [UInt8]) throws(Malformed) { try self.init(bytes: GUID.swapped(bytes)) }

    package var guid: [UInt8] { GUID.swapped(bytes) }
}
