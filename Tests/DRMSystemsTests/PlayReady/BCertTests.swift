import Bytes
import Cryptography
import DRMSystems
import Testing

/// A device's chain that another implementation made and read, under a root of its own.
private let rootHex = """
    1f140146bfb1b251f84f4ddbe0d4cdcfd77afd984a9520e35794021f8312bb9e\
    ec995a08b1fa7704df3dcc0b50a9665263fb7711f95f9f8a449c5096e47c892b
    """
private let chainHex = """
    4348414900000001000003b40000000000000002434552540000000100000200000001700001000100000058874ad6c6ea913d8c\
    ed4636d489d332dc000007d00000000000000002d9d96f4b051f0e08ae940f81a61287d02adb4d9c7b1cf44395adffc41fb4c0e7\
    ffffffffe50582bce8e223cb4c1e865e20e45fb900010004000000140000280000003c0000000002000100050000001800000003\
    00000004000000090000000d00010006000000ac000000020001020000000000be577b5b33b8c3dcfa81858593d84938203e78ba\
    10f87fb75376eea937d5592af52bdc641c43adea9e342ffc6fdbfe5c863c9f6ed30471999a1d01ecf54065be0000000100000001\
    0001020000000000261efbd3550cf068ef013ed7366ba32f5d6fe557b4b2abce8ade58cba168a55e1788a0b29a56a6abec4084c0\
    c96bd3dcbca6b507f35dbea9e985708479d8bdc90000000100000002000000070000003000000000000000055465737400000000\
    0000000a73656c662d6d6164650000000000000231000000000100080000009000010040c523d5dddce05e9c4d5464bb463c98f0\
    7bc7d5225f9e9d57aab7488f221df07281fc594c4b677fc94f4ba6cb7e85a88d9ce9fe958964616f212faaeea643d65e00000200\
    0c7fcc321c77119203dbe79864907e4f0a01917789dea2d4731531a52a22e2bac1766d21e4617d72fbbef87d6edf2d8f80b52695\
    6e3c2c1701f16b7f311500c64345525400000001000001a0000001100001000100000058af1b118709c0368a6376051c9f9d38b7\
    000007d00000000000000004f5be3265d027092e40533595f8efc3eb4a03507dea9a4b5b571a65365099b281ffffffffd1dc0bbf\
    07e8ee6e79d4968543f5baf800010005000000180000000300000004000000090000000d00010006000000600000000100010200\
    000000000c7fcc321c77119203dbe79864907e4f0a01917789dea2d4731531a52a22e2bac1766d21e4617d72fbbef87d6edf2d8f\
    80b526956e3c2c1701f16b7f311500c6000000020000000100000006000000070000003000000000000000055465737400000000\
    0000000a73656c662d6d61646500000000000002310000000001000800000090000100401a9e207ada0ce497bdeb4fd55074211b\
    86d90c5020648c9c63dc42e973a850c8202f7f4ab1222fc906fdba8137679c18e2825554e882d4a49742ca4a5208ac4b00000200\
    1f140146bfb1b251f84f4ddbe0d4cdcfd77afd984a9520e35794021f8312bb9eec995a08b1fa7704df3dcc0b50a9665263fb7711\
    f95f9f8a449c5096e47c892b
    """

private let now = Timestamp(seconds: 1_800_000_000)

@Suite("PlayReady certificates")
struct BCertTests {
    private func recorded() throws -> (bytes: [UInt8], trust: BCertTrust) {
        let root = try #require(P256Point(Hex.decode(rootHex.utf8)))
        return (try Hex.decode(chainHex.utf8), BCertTrust(root: root))
    }

    @Test("another implementation's chain is read, found good, and written again byte for byte")
    func readsAnother() throws {
        let (bytes, trust) = try recorded()

        let chain = try BCertChain(parsing: bytes)

        #expect(chain.bytes == bytes)
        #expect(throws: Never.self) { try chain.check(trust, at: now) }
        #expect(chain.leaf.securityLevel == 2_000 && chain.leaf.kind == 2 && chain.leaf.expiration == .max)
        #expect(chain.leaf.keys.map(\.usages) == [[1], [2]])
        #expect(chain.leaf.manufacturer == ["Test", "self-made", "1"])
        #expect(chain.certificates.count == 2)
    }

    @Test("a chain with any byte changed is refused, or its change stands where nothing is signed")
    func noticesChanges() throws {
        let (bytes, trust) = try recorded()
        var survivors: [Int] = []
        for place in bytes.indices {
            var changed = bytes
            changed[place] ^= 1
            guard let chain = try? BCertChain(parsing: changed) else { continue }
            if (try? chain.check(trust, at: now)) != nil { survivors.append(place) }
        }
        // The flags of the chain, and those of the two signatures' attributes.
        #expect(survivors == [12, 13, 14, 15, 388, 389, 804, 805])
    }

    /// The leaf of the recorded chain, for tests that change it without a signature: its attributes are BASIC at 16,
    /// DEVICE at 104, FEATURE at 124 and KEY at 148.
    private func leaf(_ change: (inout [UInt8]) -> Void) throws -> SignedBCert? {
        var bytes = try recorded().bytes.dropFirst(20).prefix(0x200).map(\.self)
        change(&bytes)
        return try? SignedBCert(parsing: bytes)
    }

    @Test(
        "an attribute that nobody knows is passed over, unless it must be understood; one that stands twice is refused")
    func readsAttributes() throws {
        #expect(try leaf { _ in } != nil)
        #expect(try leaf { $0[127] = 18 } == nil)
        #expect(
            try leaf {
                $0[125] = 0
                $0[127] = 18
            } != nil)
        for tag in [1, 6] as [UInt8] { #expect(try leaf { $0[127] = tag } == nil) }
        #expect(try leaf { $0[151] = 17 } == nil, "no keys")
        #expect(try leaf { $0[23] = 17 } == nil, "no basic")
    }

    @Test("what follows the signature is kept when the certificate says so, and refused when it does not")
    func readsAdditions() throws {
        let longer = { (bytes: inout [UInt8]) in
            bytes += [7, 7, 7]
            bytes[11] += 3
        }
        #expect(try leaf(longer) == nil)
        let flagged = try leaf {
            longer(&$0)
            $0[47] = 1
        }
        #expect(flagged?.addition == [7, 7, 7])
        #expect(flagged?.bytes.suffix(3) == [7, 7, 7])
    }

    @Test("a chain cut short at any byte is refused")
    func refusesPrefixes() throws {
        let bytes = try recorded().bytes
        for length in bytes.indices {
            #expect(throws: Malformed.self) { try BCertChain(parsing: Array(bytes.prefix(length))) }
        }
        #expect(throws: Malformed.self) { try BCertChain(parsing: bytes + [0]) }
    }

    @Test("another root, an expired certificate and a revoked key are each noticed")
    func checksTrust() throws {
        let kit = try PlayReadyWorld.kit.get()
        let trust = BCertTrust(root: kit.root.publicPoint, allowsTestKeys: true)
        let device = try kit.device(expiration: 1_800_000_000)
        let digest = device.chain.leaf.keyDigest
        let issuerDigest = device.chain.certificates[1].certificate.keyDigest

        #expect(throws: Never.self) { try device.chain.check(trust, at: now - .seconds(1)) }
        #expect(throws: BCertFailure.untrusted) { try device.chain.check(trust, at: now) }
        for revoked in [digest, issuerDigest] {
            #expect(throws: BCertFailure.revoked) {
                try device.chain.check(
                    BCertTrust(root: kit.root.publicPoint, revoked: [revoked], allowsTestKeys: true),
                    at: now - .seconds(1))
            }
        }
        let known = KnownSignatures()
        for _ in 1...2 { try device.chain.check(trust, at: now - .seconds(1), remembering: known) }
        #expect(throws: BCertFailure.untrusted, "known, and expired") {
            try device.chain.check(trust, at: now, remembering: known)
        }
        let stranger = try P256PrivateKey.generate().publicPoint
        #expect(throws: BCertFailure.untrusted) {
            try device.chain.check(
                BCertTrust(root: stranger, revoked: [digest], allowsTestKeys: true), at: now - .seconds(1))
        }
    }

    /// A chain of two, each certificate changed before it is signed.
    private func chain(
        _ change: (inout BCert, inout BCert) throws -> Void = { _, _ in }
    ) throws -> (chain: BCertChain, trust: BCertTrust) {
        let (root, issuer, key) = try (
            P256PrivateKey.generate(), P256PrivateKey.generate(), P256PrivateKey.generate()
        )
        var leaf = try BCert.test(.device, key, [.sign, .encryptKey], model: "leaf")
        var upper = try BCert.test(.issuer, issuer, [.issuerDevice], model: "issuer")
        try change(&leaf, &upper)
        let certificates = [try SignedBCert(leaf, issuedBy: issuer), try SignedBCert(upper, issuedBy: root)]
        return (BCertChain(certificates), BCertTrust(root: root.publicPoint, allowsTestKeys: true))
    }

    private func refusal(_ change: (inout BCert, inout BCert) throws -> Void) throws -> BCertFailure? {
        let (chain, trust) = try chain(change)
        do throws(BCertFailure) { try chain.check(trust, at: now) } catch { return error }
        return nil
    }

    @Test("each rule of a chain is kept by itself")
    func keepsRules() throws {
        #expect(try refusal { _, _ in } == nil)
        #expect(try refusal { leaf, _ in leaf.kind = 4 } == .untrusted)
        #expect(try refusal { _, upper in upper.kind = 2 } == .untrusted)
        #expect(try refusal { leaf, _ in leaf.securityLevel = 3_000 } == .untrusted)
        #expect(try refusal { leaf, _ in leaf.securityLevel = 150 } == nil)
        #expect(try refusal { leaf, _ in leaf.keyDigest[0] ^= 1 } == .untrusted)
        #expect(try refusal { _, upper in upper.keyDigest[0] ^= 1 } == .untrusted)
        #expect(try refusal { _, upper in upper.expiration = 1_700_000_000 } == .untrusted)
        #expect(
            try refusal { _, upper in upper.keys = [BCert.Key(point: upper.keys[0].point, usages: [7])] } == .untrusted)
        #expect(
            try refusal { _, upper in upper.keys = [BCert.Key(try .generate(), [.issuerDevice])] } == .untrusted)
    }

    @Test("a leaf cannot issue another leaf, and a root's own leaf is no device of an issuer")
    func refusesRogues() throws {
        let kit = try PlayReadyWorld.kit.get()
        let device = try kit.device()
        let trust = BCertTrust(root: kit.root.publicPoint, allowsTestKeys: true)
        let key = try P256PrivateKey.generate()
        let rogue = try SignedBCert(
            BCert.test(.device, key, [.sign, .encryptKey], model: "rogue"), issuedBy: device.signingKey)

        let chain = BCertChain([rogue] + device.chain.certificates)

        #expect(throws: BCertFailure.untrusted) { try chain.check(trust, at: now) }
        #expect(throws: BCertFailure.untrusted) { try BCertChain([rogue]).check(trust, at: now) }
    }

    @Test("which usages an issuer needs, and what a leaf may be, is configuration")
    func configuresRules() throws {
        let (chain, trust) = try chain { leaf, upper in
            leaf.kind = 1
            upper.keys = [BCert.Key(point: upper.keys[0].point, usages: [7])]
        }
        #expect(throws: BCertFailure.untrusted) { try chain.check(trust, at: now) }
        let lenient = BCertTrust(
            root: trust.root, issuerUsages: [.issuerDevice, .issuerLink], leafKinds: [.personalComputer, .device],
            allowsTestKeys: true)
        #expect(throws: Never.self) { try chain.check(lenient, at: now) }
    }

    @Test("the test kit's signers and devices are refused where nobody asked for them")
    func refusesTestKeys() throws {
        let kit = try PlayReadyWorld.kit.get()
        let trust = BCertTrust(root: kit.root.publicPoint)
        var settings = try kit.settings()
        #expect(try PlayReadyProvider(settings).isTest)

        settings.allowsTestKeys = false

        #expect(throws: PlayReadyProviderFailure.testKeys) { try PlayReadyProvider(settings) }
        #expect(throws: BCertFailure.untrusted) { try kit.device().chain.check(trust, at: now) }
    }

    @Test("keys and chains that do not fit each other make no provider")
    func refusesSettings() throws {
        let kit = try PlayReadyWorld.kit.get()
        let own = try P256PrivateKey.generate()
        var leaf = try BCert.test(.licenseSigner, own, [.signResponse], model: "signer")
        leaf.manufacturer = ["Somebody"]
        var right = try kit.settings()
        right.allowsTestKeys = false
        right.signerKey = try own.secret()
        right.signerChain = BCertChain([try SignedBCert(leaf, issuedBy: own)]).bytes
        #expect(try !PlayReadyProvider(right).isTest)

        let changes: [(PlayReadyProviderFailure, (inout PlayReadyProvider.Settings) throws -> Void)] = [
            (.chainOfAnotherKey, { $0.signerKey = try kit.serverKey.secret() }),
            (.unreadableRoot, { $0.root[0] ^= 1 }),
            (.unreadableServerKey, { $0.serverKey = Secret(copying: [1]) }),
            (.unreadableSignerKey, { $0.signerKey = Secret(copying: [UInt8](repeating: 0, count: 32)) }),
            (.unreadableChain(Malformed(offset: 0, expected: "UInt32")), { $0.signerChain = [] }),
        ]
        for (failure, change) in changes {
            var wrong = right
            try change(&wrong)
            #expect(throws: failure) { try PlayReadyProvider(wrong) }
        }
    }
}

@Suite("PlayReady key files")
struct PlayReadyKeyFileTests {
    @Test("the test kit's files are what a provider is made from, and name a device of each level")
    func readsOwnFiles() throws {
        let kit = try PlayReadyWorld.kit.get()
        let files = Dictionary(uniqueKeysWithValues: try kit.files().map { ($0.name, $0.bytes) })
        func key(_ name: String, _ count: Int) throws -> [UInt8] {
            let file = try #require(files[name])
            return try #require(PlayReadyKeyFile.bytes(in: file, count: count))
        }

        let settings = PlayReadyProvider.Settings(
            root: try key("root-key.txt", 64), serverKey: Secret(copying: try key("server-key.txt", 32)),
            signerKey: Secret(copying: try key("signer-key.txt", 32)),
            signerChain: try #require(files["signer-chain.bin"]), allowsTestKeys: true)

        let provider = try PlayReadyProvider(settings)
        #expect(try provider.serverKeyDigest == PlayReadyProvider(kit.settings()).serverKeyDigest)
        for level in [150, 2_000, 3_000] as [UInt32] {
            let device = try #require(files["device-\(level).prd"])
            #expect(device.starts(with: Array("PRD".utf8) + [3]))
            let chain = try PlayReadyTestDevice(file: device).chain
            #expect(try PlayReadyTestDevice(file: device).file() == device)
            #expect(chain.leaf.securityLevel == level)
            #expect(throws: Never.self) { try chain.check(provider.trust, at: now) }
        }
    }

    @Test("a key is read as bytes, as hex digits and as base64, and as nothing else")
    func readsSpellings() {
        let key = [UInt8](0..<32)
        let hex = Array(Hex.encode(key).utf8)
        for file in [key, hex, hex + [0x0A], Array(Base64.standard.encode(key).utf8)] {
            #expect(PlayReadyKeyFile.bytes(in: file, count: 32) == key)
        }
        for file in [[], Array(key.dropLast()), Array(hex.dropLast()), hex + hex, Array("x".utf8) + hex.dropFirst()] {
            #expect(PlayReadyKeyFile.bytes(in: file, count: 32) == nil)
        }
    }

    @Test("a revocation list has a digest a line, and a line that is none spoils it")
    func readsRevocations() {
        let digest = String(repeating: "ab", count: 32)
        let list = "# lost\n\(digest)\n\n \(digest.uppercased()) \r\n"
        #expect(PlayReadyKeyFile.digests(in: Array(list.utf8)) == [[UInt8](repeating: 0xAB, count: 32)])
        #expect(PlayReadyKeyFile.digests(in: []) == [])
        #expect(PlayReadyKeyFile.digests(in: Array("\(digest)0".utf8)) == nil)
        #expect(PlayReadyKeyFile.digests(in: Array("\(digest) # late".utf8)) == nil)
    }
}
