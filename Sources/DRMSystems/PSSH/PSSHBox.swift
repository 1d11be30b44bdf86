package import Bytes

/// A Protection System Specific Header box (ISO/IEC 23001-7 §8.1), of version 0 or 1.
package struct PSSHBox: Equatable, Sendable {
    package enum Version: UInt8, Sendable {
        case zero = 0
        /// Lists key IDs outside the system's own data.
        case one = 1
    }

    /// The system that any player may read (W3C EME "cenc" initialization data §4).
    package static let commonSystem: UInt128 = 0x1077efec_c0b2_4d02_ace3_3c1e52e2fb4b
    package static let widevineSystem: UInt128 = 0xedef8ba9_79d6_4ace_a3c8_27dcd51d21ed
    package static let playReadySystem: UInt128 = 0x9a04f079_9840_4286_ab92_e65be0885f95

    package let version: Version
    package let systemID: UInt128
    /// Empty in version 0, which has no place for them.
    package let keyIDs: [KeyID]
    package let data: [UInt8]

    private init(version: Version, systemID: UInt128, keyIDs: [KeyID], data: [UInt8]) {
        self.version = version
        self.systemID = systemID
        self.keyIDs = keyIDs
        self.data = data
    }

    /// The common box: it says which keys a file needs and nothing more.
    package init(commonWith keyIDs: [KeyID]) {
        self.init(version: .one, systemID: Self.commonSystem, keyIDs: keyIDs, data: [])
    }

    /// PlayReady's box; version 0, which each player reads.
    package init(_ object: PlayReadyObject) {
        self.init(version: .zero, systemID: Self.playReadySystem, keyIDs: [], data: object.bytes)
    }

    /// Widevine's box; version 0, as Widevine's own tools write it.
    package init(_ data: WidevinePSSHData) {
        self.init(version: .zero, systemID: Self.widevineSystem, keyIDs: [], data: data.bytes)
    }
}

extension PSSHBox {
    private static let type: UInt32 = 0x7073_7368  // "pssh"
    /// Size, type, version and flags, system ID.
    private static let headLength = 28

    /// Reads exactly one box.
    package init(parsing bytes: [UInt8]) throws(Malformed) {
        var cursor = ByteCursor()
        try self.init(at: &cursor, in: bytes)
        guard cursor.offset == bytes.count else { throw cursor.expected("the end of the box") }
    }

    /// Reads the boxes that stand one after the other, as EME initialization data of the type `cenc` has them.
    package static func boxes(in bytes: [UInt8]) throws(Malformed) -> [PSSHBox] {
        guard bytes.count <= DRMSystemsLimits.psshLengthMax else {
            throw Malformed(offset: 0, expected: "at most \(DRMSystemsLimits.psshLengthMax) bytes")
        }
        var cursor = ByteCursor()
        var boxes: [PSSHBox] = []
        while cursor.offset < bytes.count { boxes.append(try PSSHBox(at: &cursor, in: bytes)) }
        return boxes
    }

    private init(at cursor: inout ByteCursor, in bytes: [UInt8]) throws(Malformed) {
        let end = try Self.end(at: &cursor, in: bytes)
        guard try cursor.next(UInt32.self, in: bytes) == Self.type else { throw cursor.expected("type 'pssh'") }
        let versionAndFlags = try cursor.next(UInt32.self, in: bytes)
        guard versionAndFlags & 0xFF_FFFF == 0, let version = Version(rawValue: UInt8(versionAndFlags >> 24)) else {
            throw cursor.expected("version 0 or 1 without flags")
        }
        let systemID = try cursor.next(UInt128.self, in: bytes)
        let keyIDs = version == .one ? try Self.keyIDs(at: &cursor, in: bytes, end: end) : []
        let dataCount = Int(try cursor.next(UInt32.self, in: bytes))
        guard dataCount == end - cursor.offset else { throw cursor.expected("data up to the end of the box") }
        let data = try cursor.next(dataCount, in: bytes)
        self.init(version: version, systemID: systemID, keyIDs: keyIDs, data: data)
    }

    /// Where the box that starts here ends.
    ///
    /// A size of 0 or 1 would mean "to the end" or 64 bits (ISO/IEC 14496-12 §4.2): no such header is honest.
    private static func end(at cursor: inout ByteCursor, in bytes: [UInt8]) throws(Malformed) -> Int {
        let start = cursor.offset
        let size = Int(try cursor.next(UInt32.self, in: bytes))
        guard headLength...DRMSystemsLimits.psshLengthMax ~= size, size <= bytes.count - start else {
            throw Malformed(offset: start, expected: "the size of a whole box")
        }
        return start + size
    }

    private static func keyIDs(at cursor: inout ByteCursor, in bytes: [UInt8], end: Int) throws(Malformed) -> [KeyID] {
        let count = Int(try cursor.next(UInt32.self, in: bytes))
        // Bounded by the bytes that exist, and not only by the number the peer sent.
        guard count <= DRMSystemsLimits.psshKeysMax, count <= (end - cursor.offset) / 16 else {
            throw cursor.expected("key IDs that fit into the box")
        }
        var keyIDs: [KeyID] = []
        for _ in 0..<count { keyIDs.append(KeyID(try cursor.next(UInt128.self, in: bytes))) }
        return keyIDs
    }

    /// The whole box.
    package var bytes: [UInt8] {
        var body: [UInt8] = []
        body.append(bigEndian: Self.type)
        body.append(bigEndian: UInt32(version.rawValue) << 24)
        body.append(bigEndian: systemID)
        if version == .one {
            body.append(bigEndian: UInt32(clamping: keyIDs.count))
            for keyID in keyIDs { body.append(bigEndian: keyID.value) }
        }
        body.append(bigEndian: UInt32(clamping: data.count))
        body.append(contentsOf: data)
        var box: [UInt8] = []
        box.append(bigEndian: UInt32(clamping: body.count + 4))
        return box + body
    }
}
