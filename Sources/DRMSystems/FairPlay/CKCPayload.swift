internal import Bytes
internal import Cryptography
internal import Licensing

/// The blocks of a CKC, still in clear.
struct CKCPayload {
    private static let durationMark: UInt32 = 0x86d3_4a3a

    private(set) var bytes: [UInt8] = []

    /// A block, its value padded to whole blocks of AES with bytes of chance.
    mutating func append(_ tag: TLLVTag, _ value: [UInt8]) throws(CryptographyFailure) {
        try append(tag.rawValue, value)
    }

    /// A block of the player's, as it came; only one that would move the others out of step is padded anew.
    mutating func append(_ block: TLLV) throws(CryptographyFailure) {
        guard block.bytes.count % 16 != 0 else { return bytes += block.bytes }
        try append(block.tag, block.value)
    }

    private mutating func append(_ tag: UInt64, _ value: [UInt8]) throws(CryptographyFailure) {
        let padding = try Random.bytes((16 - value.count % 16) % 16)
        bytes.append(bigEndian: tag)
        bytes.append(bigEndian: UInt32(clamping: value.count + padding.count))
        bytes.append(bigEndian: UInt32(clamping: value.count))
        bytes += value + padding
    }

    mutating func append(_ rules: FairPlayRules) throws(CryptographyFailure) {
        if let hdcp = rules.hdcp {
            var value: [UInt8] = []
            value.append(bigEndian: hdcp.rawValue)
            value.append(bigEndian: UInt64(0))
            try append(.hdcp, value)
        }
        if let security = rules.security {
            var value: [UInt8] = []
            value.append(bigEndian: UInt32(1))  // the block's version
            value.append(bigEndian: UInt32(0))
            value.append(bigEndian: security.wireValue)
            try append(.securityLevel, value)
        }
    }

    mutating func append(_ validity: FairPlayValidity, of keyID: KeyID) throws(CryptographyFailure) {
        switch validity {
        case .unlimited: return
        case .lease(let lease): try appendDuration(0x1a4b_de7e, lease: lease)
        case .rental(let rental): try appendDuration(0x3dfe_45a0, rental: rental)
        case .leaseAndRental(let lease, let rental): try appendDuration(0x27b5_9bde, lease: lease, rental: rental)
        case .kept: try appendDuration(0x3df2_d9fb)
        case .keptFor(let seconds): try appendDuration(0x18f0_6048, rental: seconds)
        case .keptBeforeAndAfter(let storage, let playback):
            var value: [UInt8] = []
            value.append(bigEndian: UInt32(1))  // the block's version
            value.append(bigEndian: UInt32(0))
            value += keyID.bytes
            value.append(bigEndian: storage)
            value.append(bigEndian: playback)
            try append(.offlineKey, value)
        }
    }

    private mutating func appendDuration(
        _ kind: UInt32, lease: UInt32 = 0, rental: UInt32 = 0
    ) throws(CryptographyFailure) {
        var value: [UInt8] = []
        value.append(bigEndian: lease)
        value.append(bigEndian: rental)
        value.append(bigEndian: kind)
        value.append(bigEndian: Self.durationMark)
        try append(.contentKeyDuration, value)
    }
}
