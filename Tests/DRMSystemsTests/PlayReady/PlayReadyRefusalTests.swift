import Bytes
import Cryptography
import DRMSystems
import Licensing
import TestSupport
import Testing

/// Requests that are not what they seem; whatever is wrong with keys and signatures is one and the same fault.
@Suite("PlayReady requests that are refused")
struct PlayReadyRefusalTests {
    private func request(
        _ world: PlayReadyWorld, _ change: (inout PlayReadyRequest) throws -> Void = { _ in }
    ) throws -> [UInt8] {
        var request = try world.player.request(
            header: PlayReadyWorld.header(.v4_0, PlayReadyWorld.keys(1)), customData: "t")
        try change(&request)
        return try request.bytes()
    }

    private func status(_ refusal: PlayReadyRefusal?) throws -> String {
        try PlayReadyReceivedFault(parsing: #require(refusal).answer).status
    }

    @Test("a device of a foreign root, an expired, a revoked and a rogue one are refused")
    func refusesDevices() throws {
        let world = try PlayReadyWorld()
        let foreign = try PlayReadyTestKit().device()
        let expired = try world.kit.device(expiration: 1_799_999_999)
        let key = try P256PrivateKey.generate()
        let rogue = try SignedBCert(
            BCert.test(.device, key, [.sign, .encryptKey], model: "rogue"), issuedBy: world.device.signingKey)
        let rogueChain = BCertChain([rogue] + world.device.chain.certificates).bytes

        for (chain, key) in [
            (foreign.chain.bytes, foreign.signingKey), (expired.chain.bytes, expired.signingKey), (rogueChain, key),
        ] {
            let refusal = world.refusal(
                of: try request(world) { request in
                    request.chain = chain
                    request.signingKey = key
                })
            #expect(refusal == .untrusted)
            #expect(try status(refusal) == "0x8004c601")
        }
        var settings = try world.kit.settings()
        settings.revoked = [world.device.chain.leaf.keyDigest]
        let revoking = try PlayReadyProvider(settings)
        let refusal = #expect(throws: PlayReadyRefusal.self) {
            try PlayReadyChallenge(parsing: request(world), by: revoking, at: PlayReadyWorld.now)
        }
        #expect(try status(refusal) == "0x8004c065")
    }

    @Test("that a device was revoked is told to the device alone, and to nobody who sends its certificates on")
    func tellsRevocationToOwners() throws {
        let world = try PlayReadyWorld()
        let stranger = try P256PrivateKey.generate()
        var settings = try world.kit.settings()
        settings.revoked = [world.device.chain.leaf.keyDigest]
        let revoking = try PlayReadyProvider(settings)
        let (owned, stolen) = (try request(world), try request(world) { $0.signingKey = stranger })

        for (body, refusal) in [(owned, PlayReadyRefusal.revokedDevice), (stolen, .untrusted)] {
            #expect(throws: refusal) { try PlayReadyChallenge(parsing: body, by: revoking, at: PlayReadyWorld.now) }
        }
    }

    @Test("certificates with a padding that is none are refused like any other", arguments: [0, 2, 16, 17, 255])
    func refusesPaddings(last: UInt8) throws {
        let world = try PlayReadyWorld()
        var request = try world.player.request(header: PlayReadyWorld.header(.v4_0, PlayReadyWorld.keys(1)))
        let right = try request.bytes()
        let plain = request.plainData
        let space = [UInt8](repeating: 0x20, count: 31 - plain.count % 16)

        request.paddedData = plain + space + [last]
        #expect(world.refusal(of: try request.bytes()) == .untrusted)
        request.paddedData = plain + space + [1]
        #expect(world.refusal(of: try request.bytes()) == nil)
        #expect(world.refusal(of: right) == nil)
    }

    @Test("whatever is wrong with keys, digests, padding and plaintexts is one refusal")
    func refusesUniformly() throws {
        let world = try PlayReadyWorld()
        let other = try P256PrivateKey.generate()
        let changes: [(String, (inout PlayReadyRequest) throws -> Void)] = [
            ("another device's key signs", { $0.signingKey = other }),
            ("another key is claimed", { $0.claimedKey = other.publicPoint }),
            ("the digest is another's", { $0.digest = [UInt8](repeating: 0, count: 32) }),
            ("encrypted to another server", { $0.serverKey = other.publicPoint }),
            ("not XML inside", { $0.data = [1, 2, 3] }),
            ("nothing inside", { $0.data = [] }),
            ("no chain inside", { $0.data = Array("<Data></Data>".utf8) }),
            ("entities inside", { $0.data = Array("<!DOCTYPE a><Data></Data>".utf8) }),
            ("no certificates", { $0.chain = [] }),
            ("half a chain", { $0.chain.removeLast(100) }),
        ]
        for (name, change) in changes {
            let refusal = world.refusal(of: try request(world, change))
            #expect(refusal == .untrusted, "\(name)")
        }
        #expect(try status(.untrusted) == status(.malformed))
    }

    @Test("a certificate whose keys do not say sign and encrypt gets nothing")
    func needsUsages() throws {
        let world = try PlayReadyWorld()
        for usages in [[BCert.Usage.sign], [.encryptKey]] {
            let key = try P256PrivateKey.generate()
            let issuer = try P256PrivateKey.generate()
            let chain = BCertChain([
                try SignedBCert(BCert.test(.device, key, usages, model: "half"), issuedBy: issuer),
                try SignedBCert(
                    BCert.test(.issuer, issuer, [.issuerDevice], model: "issuer"), issuedBy: world.kit.root),
            ])
            let refusal = world.refusal(
                of: try request(world) { request in
                    request.chain = chain.bytes
                    request.signingKey = key
                })
            #expect(refusal == .untrusted)
        }
    }

    @Test("another protocol version is told apart", arguments: ["0", "6", "9", "-1"])
    func refusesProtocols(version: String) throws {
        let world = try PlayReadyWorld()
        let refusal = world.refusal(of: try request(world) { $0.version = version })
        #expect(refusal == .unsupportedProtocol)
        #expect(try status(refusal) == "0x8004c60b")
    }

    @Test("a header that is wrong, and one of another version, are told apart")
    func refusesHeaders() throws {
        let world = try PlayReadyWorld()
        let wrong = world.refusal(of: try request(world) { $0.header = "<WRMHEADER version='4.2.0.0'></WRMHEADER>" })
        let old = world.refusal(of: try request(world) { $0.header = "<WRMHEADER version='2.0.0.0'></WRMHEADER>" })
        let none = world.refusal(of: try request(world) { $0.header = "" })

        #expect(try [wrong, old, none].map(status) == ["0x80041108", "0x8004110b", "0x80041108"])
    }

    @Test("what cannot be read as a request is malformed")
    func refusesMalformed() throws {
        let world = try PlayReadyWorld()
        let texts = [
            "", "<a/>", "{}", "<LA></LA>", "<LA></LA><SignedInfo></SignedInfo>", String(repeating: "<", count: 9),
        ]
        for text in texts { #expect(world.refusal(of: Array(text.utf8)) == .malformed) }
        let whole = try request(world)
        #expect(world.refusal(of: Array("<!DOCTYPE a>".utf8) + whole) == .malformed)
        #expect(world.refusal(of: whole + [UInt8](repeating: 0x20, count: 65_536)) == .malformed)
        for (version, nonce) in [("", [UInt8](repeating: 1, count: 16)), ("one", []), ("1", []), ("1", [1])] {
            let refusal = world.refusal(
                of: try request(world) { request in
                    request.version = version
                    request.nonce = nonce
                })
            #expect(refusal == .malformed)
        }
    }

    @Test("what is signed cannot be wrapped, doubled, hidden in a comment or moved")
    func refusesWrapping() throws {
        let world = try PlayReadyWorld()
        let whole = try request(world)
        let text = String(decoding: whole, as: UTF8.self)
        let content = String(decoding: whole[try XMLRange.content(of: whole)], as: UTF8.self)
        let forged = content.replacing("<CustomData>t</CustomData>", with: "<CustomData>u</CustomData>")
        let wrapped = [
            text.replacing(content, with: forged),
            text.replacing(content, with: forged + content),
            text.replacing(content, with: content + forged),
            text.replacing(content, with: "\(forged)<!--\(content)-->"),
            text.replacing(content, with: "<x:LA Id=\"SignedData\"></x:LA>\(forged)"),
            text.replacing(content, with: content.replacing("</LA>", with: "</LA >")),
            text.replacing("#SignedData", with: "#Other"),
            text.replacing("<Version>", with: "<Version>\n"),
        ]
        #expect(world.refusal(of: whole) == nil)
        for message in wrapped { #expect(world.refusal(of: Array(message.utf8)) != nil) }
    }

    @Test("an element that its own device signed is read only when it is the one that was asked for")
    func refusesOthers() throws {
        let world = try PlayReadyWorld()
        let request = try world.player.request(header: PlayReadyWorld.header(.v4_0, PlayReadyWorld.keys(1)))
        let content = try request.content()
        func refusal(_ content: String, reference: String = "#SignedData") throws -> PlayReadyRefusal? {
            let info = PlayReadyRequest.info(digest: SHA256.digest(Array(content.utf8)), reference: reference)
            let signature = try SigningKey(world.device.signingKey).sign(Array(info.utf8))
            return world.refusal(
                of: PlayReadyRequest.envelope(
                    content, info, signature: signature, key: world.device.signingKey.publicPoint.bytes))
        }

        #expect(try refusal(content) == nil)
        #expect(try refusal(content, reference: "") == .malformed)
        for (part, other) in [
            ("Id=\"SignedData\"", "Id=\"Other\""), ("Id=\"SignedData\"", ""),
            ("2007/03/protocols\" Id", "2008/03/protocols\" Id"), ("<Version>", "<Version>1</Version><Version>"),
        ] { #expect(try refusal(content.replacing(part, with: other)) == .malformed, "\(other)") }
    }

    @Test("white space around the signed parts changes nothing, and within them everything")
    func hashesBytes() throws {
        let world = try PlayReadyWorld()
        let text = String(decoding: try request(world), as: UTF8.self)

        let around = text.replacing("<LA ", with: "\n  <LA ").replacing("</LA>", with: "</LA>\n")
        let within = text.replacing("</LA>", with: "\n</LA>")

        #expect(world.refusal(of: Array(around.utf8)) == nil)
        #expect(world.refusal(of: Array(within.utf8)) == .untrusted)
    }

    @Test("a request cut short at any byte is refused")
    func refusesPrefixes() throws {
        let world = try PlayReadyWorld()
        let whole = try request(world)
        // Behind the signature's key nothing counts any more: what was signed is whole.
        let text = String(decoding: whole, as: UTF8.self)
        let end = try #require(text.ranges(of: "</PublicKey>").last)
        let signedEnd = text.utf8.distance(from: text.startIndex, to: end.upperBound)
        for length in 0..<signedEnd { #expect(world.refusal(of: Array(whole.prefix(length))) != nil) }
    }

    @Test("a request with bytes changed at random is refused, and never traps")
    func survivesChanges() throws {
        let world = try PlayReadyWorld()
        let whole = try request(world)
        let content = try XMLRange.content(of: whole)
        var random = SeededGenerator(seed: 5)
        for _ in 0..<3_000 {
            var changed = whole
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                changed[Int.random(in: changed.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            guard changed != whole else { continue }
            let refusal = world.refusal(of: changed)
            #expect(refusal != nil || changed[content] == whole[content])
        }
    }

    @Test("each fault is one that players know, and is read by them", arguments: PlayReadyFault.Code.allCases)
    func writesFaults(code: PlayReadyFault.Code) throws {
        let fault = try PlayReadyReceivedFault(parsing: PlayReadyFault(code, customData: "a<b>&é").bytes)
        #expect(fault.status == "0x" + String(code.rawValue, radix: 16))
        #expect(fault.customData == "a<b>&é")
    }
}
