internal import Bytes

/// What a device says it can enforce: the low half of the block's bits.
struct FairPlayCapabilities: OptionSet, Sendable {
    let rawValue: UInt64

    init(rawValue: UInt64) { self.rawValue = rawValue }

    static let hdcpType1 = FairPlayCapabilities(rawValue: 1 << 0)
    /// A kept key with one duration before the first play and another from it.
    static let offlineKey = FairPlayCapabilities(rawValue: 1 << 1)
    static let baselineSecurity = FairPlayCapabilities(rawValue: 1 << 4)
    static let mainSecurity = FairPlayCapabilities(rawValue: 1 << 5)

    /// From the block's value; a device that sends none can do nothing of this.
    init(_ value: [UInt8]?) throws(Malformed) {
        rawValue = try value?.bigEndian(UInt64.self, at: 8) ?? 0
    }
}

/// Another screen that the picture goes to, as the block "streaming indicator" says it.
enum FairPlayRemoteOutput: UInt64, Sendable {
    case airPlay = 0xabb0_256a_3184_3974
    case adapter = 0x5f9c_8132_b59f_2fde

    /// Nil without a block, and for values that mean nothing to us.
    init?(_ value: [UInt8]?) throws(Malformed) {
        guard let number = try value?.bigEndian(UInt64.self) else { return nil }
        self.init(rawValue: number)
    }
}

/// What a device tells of a key it kept, when it comes back on line.
struct OfflineSync {
    /// Whether the device has deleted the key, or all keys of the app.
    let isInvalidation: Bool

    /// Nil without a block; version 1 only counts what is left of the key's time.
    init?(_ value: [UInt8]?) throws(Malformed) {
        guard let value else { return nil }
        guard try value.bigEndian(UInt32.self) == 2 else {
            isInvalidation = false
            return
        }
        // Version, reserved, the server's challenge, and then the flags.
        let flags = try value.bigEndian(UInt64.self, at: 16)
        isInvalidation = flags & 0b110 != 0
    }
}
