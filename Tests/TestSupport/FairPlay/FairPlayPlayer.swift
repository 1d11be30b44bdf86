package import Bytes
package import Cryptography

/// A FairPlay player of our own, written from the format: it asks with an SPC and opens the CKC for it.
///
/// Everything it makes up comes from a seed, but the wrapping of its key, which OpenSSL makes random.
package struct FairPlayPlayer {
    package enum Version: UInt32, CaseIterable, Sendable {
        case one = 1
        case two = 2

        package var keyBits: Int { self == .one ? 1_024 : 2_048 }
        var digest: DigestAlgorithm { self == .one ? .sha1 : .sha256 }
    }

    /// The numbers of the blocks, as the format has them.
    package enum Tag {
        package static let sessionKey: UInt64 = 0x3d1a_10b8_bffa_c2ec
        package static let integrity: UInt64 = 0xb349_d480_9e91_0687
        package static let antiReplaySeed: UInt64 = 0x89c9_0f12_2041_06b2
        package static let r2: UInt64 = 0x71b5_595a_c152_1133
        package static let returnRequest: UInt64 = 0x19f9_d4e5_ab76_09cb
        package static let assetID: UInt64 = 0x1bf7_f53f_5d5d_5a1f
        package static let transactionID: UInt64 = 0x47aa_7ad3_4405_77de
        package static let versionsSupported: UInt64 = 0x67b8_fb79_ecce_1a13
        package static let versionUsed: UInt64 = 0x5d81_bcbc_c7f6_1703
        package static let streamingIndicator: UInt64 = 0xabb0_256a_3184_3974
        package static let playbackState: UInt64 = 0xeb8e_fdf2_b25a_b3a0
        package static let capabilities: UInt64 = 0x9c02_af32_53c0_7fb2
        package static let offlineSync: UInt64 = 0x7796_6de1_dc10_83ad
        package static let contentKey: UInt64 = 0x58b3_8165_af0e_3d5a
        package static let r1: UInt64 = 0xea74_c464_5d5e_fee9
        package static let duration: UInt64 = 0x47ac_f6a4_18cd_091a
        package static let hdcp: UInt64 = 0x2e52_f153_0d8d_db4a
        package static let securityLevel: UInt64 = 0x644c_b1da_c031_3250
        package static let offlineKey: UInt64 = 0x6375_d972_7060_218c
    }

    package typealias Block = (tag: UInt64, value: [UInt8])

    package let version: Version
    package let sessionKey: [UInt8]
    package let device: [UInt8]
    package let r1: [UInt8]
    package let r2: [UInt8]
    package let antiReplaySeed: [UInt8]
    private let integrity: [UInt8]
    private let payloadKey: [UInt8]
    private var random: SeededGenerator
    /// What it says, in this order, besides what every SPC says; a test may add to it.
    package var optionalBlocks: [Block] = []
    package var returnRequest: [UInt64] = [Tag.transactionID, Tag.versionUsed]

    package init(_ version: Version = .one, seed: UInt64 = 1) {
        self.version = version
        var random = SeededGenerator(seed: seed)
        func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in .random(in: 0...255, using: &random) } }
        sessionKey = bytes(16)
        device = bytes(20)
        r1 = bytes(44)
        r2 = bytes(21)
        antiReplaySeed = bytes(16)
        integrity = bytes(16)
        payloadKey = bytes(16)
        self.random = random
    }

    /// One that says what current devices say: that it is about to play, and what it can enforce.
    package static func current(_ version: Version = .two, seed: UInt64 = 1) -> FairPlayPlayer {
        var player = FairPlayPlayer(version, seed: seed)
        player.optionalBlocks = [
            (Tag.playbackState, [0x65, 0, 0, 0, 0xf4, 0xde, 0xe5, 0xa2, 1, 2, 3, 4, 5, 6, 7, 8]),
            (Tag.capabilities, [UInt8](repeating: 0, count: 15) + [0b11_1111]),
        ]
        return player
    }
}

// MARK: Asking

extension FairPlayPlayer {
    /// An SPC for `assetID`.
    ///
    /// - Parameter deviceKey: What the device knows from its making; by the invented derivation unless a test says so.
    package mutating func spc(
        for assetID: [UInt8], certificate: [UInt8], publicKey: RSAPublicKey, deviceKey: Secret? = nil
    ) throws -> [UInt8] {
        let payload = try payload(for: assetID, deviceKey: deviceKey ?? InventedDerivation.deviceKey(r2: r2))
        return try container(of: payload, certificate: certificate, publicKey: publicKey)
    }

    /// The blocks of an SPC, still in clear.
    package mutating func payload(for assetID: [UInt8], deviceKey: Secret) throws -> [UInt8] {
        let vector = chance(16)
        let session = sessionKey + device + r1 + integrity
        let sealed = try AES128CBC(key: deviceKey).encrypt(session.span, vector: vector, padding: .none)
        let blocks: [Block] =
            [
                (Tag.sessionKey, vector + sealed), (Tag.integrity, integrity), (Tag.antiReplaySeed, antiReplaySeed),
                (Tag.r2, r2), (Tag.assetID, assetID), (Tag.transactionID, chance(8)),
                (Tag.versionsSupported, [0, 0, 0, 1, 0, 0, 0, 2]), (Tag.versionUsed, [0, 0, 0, 1]),
                (Tag.returnRequest, returnRequest.flatMap(Self.bytes)), (0x1234_5678_9abc_def0, chance(33)),
            ] + optionalBlocks
        return blocks.shuffled(using: &random).flatMap { block($0) }
    }

    /// What goes over the wire.
    package mutating func container(
        of payload: [UInt8], certificate: [UInt8], publicKey: RSAPublicKey
    ) throws -> [UInt8] {
        let vector = chance(16)
        let key = Secret(copying: payloadKey)
        let sealed = try AES128CBC(key: key).encrypt(payload.span, vector: vector, padding: .none)
        let wrapped = try publicKey.encrypt(key, digest: version.digest)
        return Self.bytes(version.rawValue) + [0, 0, 0, 0] + vector + wrapped + SHA1.digest(certificate)
            + Self.bytes(UInt32(sealed.count)) + sealed
    }

    /// Padded to whole blocks of AES, and by up to three more.
    private mutating func block(_ block: Block) -> [UInt8] {
        let padding = chance((16 - block.value.count % 16) % 16 + 16 * Int.random(in: 0...3, using: &random))
        return Self.bytes(block.tag) + Self.bytes(UInt32(block.value.count + padding.count))
            + Self.bytes(UInt32(block.value.count)) + block.value + padding
    }

    private mutating func chance(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in .random(in: 0...255, using: &random) }
    }

    package static func bytes<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
        withUnsafeBytes(of: number.bigEndian) { Array($0) }
    }
}

// MARK: Opening

extension FairPlayPlayer {
    /// What a CKC says to this player.
    package struct Opened {
        package let contentKey: [UInt8]
        package let vector: [UInt8]
        package let r1: [UInt8]
        /// Every block's value by its tag.
        package let blocks: [UInt64: [UInt8]]
    }

    package struct Unreadable: Error { package let reason: String }

    /// Opens a CKC that answers this player's SPC, and no other.
    package func open(_ ckc: [UInt8]) throws -> Opened {
        guard ckc.count > 28, Array(ckc[0..<8]) == [0, 0, 0, 1, 0, 0, 0, 0],
            Self.number(ckc[24..<28]) == ckc.count - 28
        else { throw Unreadable(reason: "no container") }
        let keyOfSeed = Secret(copying: SHA1.digest(r1).prefix(16))
        let key = Secret(copying: try AES128ECB(key: keyOfSeed).encrypt(antiReplaySeed))
        let plain = try AES128CBC(key: key).decrypt(Array(ckc[28...]), vector: Array(ckc[8..<24]), padding: .none)
        let blocks = try Self.blocks(plain?.withBytes { bytes in bytes.indices.map { bytes[$0] } } ?? [])
        guard let sealed = blocks[Tag.contentKey], sealed.count == 32, let r1 = blocks[Tag.r1] else {
            throw Unreadable(reason: "no key or no R1")
        }
        let content = try AES128ECB(key: Secret(copying: sessionKey)).decrypt(Array(sealed[16...]))
        return Opened(contentKey: content, vector: Array(sealed[..<16]), r1: r1, blocks: blocks)
    }

    private static func blocks(_ payload: [UInt8]) throws -> [UInt64: [UInt8]] {
        var blocks: [UInt64: [UInt8]] = [:]
        var rest = payload[...]
        while !rest.isEmpty {
            guard rest.count >= 16 else { throw Unreadable(reason: "a cut block") }
            let head = Array(rest.prefix(16))
            let (total, length) = (number(head[8..<12]), number(head[12..<16]))
            guard length <= total, total <= rest.count - 16, total % 16 == 0 else {
                throw Unreadable(reason: "a block of \(length) in \(total) bytes")
            }
            let tag = head[..<8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            guard blocks.updateValue(Array(rest.dropFirst(16).prefix(length)), forKey: tag) == nil else {
                throw Unreadable(reason: "a block twice")
            }
            rest = rest.dropFirst(16 + total)
        }
        return blocks
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }
}
