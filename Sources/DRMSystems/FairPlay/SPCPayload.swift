internal import Bytes

/// What an SPC says once it is decrypted: its blocks, each of the size it must have.
///
/// Nothing authenticates it, so nothing is believed of any length. Blocks we do not know are skipped; one that we read
/// comes once.
struct SPCPayload: Sendable {
    static let integrityByteCount = 16

    /// Session key, device and R1, under the device's key; its first 16 bytes are the vector.
    let sealedSession: [UInt8]
    /// What the sealed session holds at its end.
    let integrity: [UInt8]
    let antiReplaySeed: [UInt8]
    /// What the device's key is derived from.
    let r2: [UInt8]
    let assetID: [UInt8]
    let protocolVersion: UInt32
    /// What stands behind the player's wish to have it back.
    let returned: [TLLV]
    /// Whether the CKC may say how long its key is good for.
    let hasPlaybackState: Bool
    let capabilities: FairPlayCapabilities
    let remoteOutput: FairPlayRemoteOutput?
    /// Whether a device tells that it has deleted what it kept, instead of asking for a key.
    let isInvalidation: Bool

    init(parsing payload: [UInt8]) throws(Malformed) {
        let blocks = try TLLV.blocks(in: payload, limit: DRMSystemsLimits.fairPlayBlocksMax)
        let table = SPCBlocks(blocks)
        sealedSession = try table.value(.sessionKey, of: 112...112)
        integrity = try table.value(.sessionKeyIntegrity, of: 16...16)
        antiReplaySeed = try table.value(.antiReplaySeed, of: 16...16)
        r2 = try table.value(.r2, of: 21...21)
        assetID = try table.value(.assetID, of: 2...200)
        _ = try table.value(.transactionID, of: 8...8)
        _ = try table.value(.protocolVersionsSupported, of: 4...400, inUnitsOf: 4)
        protocolVersion = try table.value(.protocolVersionUsed, of: 4...4).bigEndian(UInt32.self)
        returned = try table.returned()
        hasPlaybackState = try table.optional(.mediaPlaybackState, of: 16...16) != nil
        capabilities = try FairPlayCapabilities(table.optional(.capabilities, of: 16...16))
        remoteOutput = try FairPlayRemoteOutput(table.optional(.streamingIndicator, of: 8...8))
        isInvalidation = try OfflineSync(table.optional(.offlineSync, of: 4...Int.max))?.isInvalidation ?? false
    }
}

/// The blocks of an SPC by their tags.
private struct SPCBlocks {
    private let blocks: [TLLV]

    init(_ blocks: [TLLV]) { self.blocks = blocks }

    /// The value of a block that must be there, once.
    func value(_ tag: TLLVTag, of sizes: ClosedRange<Int>, inUnitsOf unit: Int = 1) throws(Malformed) -> [UInt8] {
        guard let value = try optional(tag, of: sizes, inUnitsOf: unit) else {
            throw Malformed(offset: 0, expected: "a block \(tag)")
        }
        return value
    }

    /// The value of a block that may be there, once.
    func optional(_ tag: TLLVTag, of sizes: ClosedRange<Int>, inUnitsOf unit: Int = 1) throws(Malformed) -> [UInt8]? {
        var found: [UInt8]?
        for block in blocks where block.tag == tag.rawValue {
            guard found == nil else { throw Malformed(offset: 0, expected: "one block \(tag)") }
            guard sizes ~= block.value.count, block.value.count % unit == 0 else {
                throw Malformed(offset: 0, expected: "another size of the block \(tag)")
            }
            found = block.value
        }
        return found
    }

    /// The blocks that the player wants back; a tag that it did not send is no block.
    ///
    /// What a CKC itself says is not a player's to say: a second word on HDCP or on durations might be the one that is
    /// believed.
    func returned() throws(Malformed) -> [TLLV] {
        let tags = try value(.returnRequest, of: 8...(8 * DRMSystemsLimits.fairPlayReturnsMax), inUnitsOf: 8)
        var cursor = ByteCursor()
        var returned: [TLLV] = []
        var seen: Set<UInt64> = []
        while cursor.offset < tags.count {
            let tag = try cursor.next(UInt64.self, in: tags)
            guard !TLLVTag.ofLicense.contains(tag), seen.insert(tag).inserted,
                let block = blocks.first(where: { $0.tag == tag })
            else { continue }
            returned.append(block)
        }
        return returned
    }
}

extension [UInt8] {
    /// The number that these bytes begin with.
    func bigEndian<Number: FixedWidthInteger & BitwiseCopyable>(
        _: Number.Type, at offset: Int = 0
    ) throws(Malformed) -> Number {
        var cursor = ByteCursor()
        _ = try cursor.next(offset, in: self)
        return try cursor.next(Number.self, in: self)
    }
}
