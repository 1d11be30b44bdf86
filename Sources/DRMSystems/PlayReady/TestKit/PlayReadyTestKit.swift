package import Bytes
package import Cryptography

/// A PlayReady world of our own: a root, a license server and devices under it, for tests of servers and players.
///
/// Each certificate names `BCert.testManufacturer`, by which production refuses it.
package struct PlayReadyTestKit: Sendable {
    package let root: P256PrivateKey
    /// What clients encrypt to; real ones have Microsoft's built in.
    package let serverKey: P256PrivateKey
    package let signerKey: P256PrivateKey
    package let signerChain: BCertChain

    /// - Parameter root: Of a kit that was made before; nil makes one.
    package init(root: P256PrivateKey? = nil) throws(CryptographyFailure) {
        self.root = if let root { root } else { try .generateForTests() }
        serverKey = try .generateForTests()
        signerKey = try .generateForTests()
        let issuer = try P256PrivateKey.generateForTests()
        let certificates = [
            try SignedBCert(
                BCert.test(.licenseSigner, signerKey, [.signResponse], model: "License signer"), issuedBy: issuer),
            try SignedBCert(
                BCert.test(.issuer, issuer, [.issuerSignLicense], model: "Signer's issuer"), issuedBy: self.root),
        ]
        signerChain = BCertChain(certificates)
    }

    /// What a server that serves this kit's devices is configured with.
    package func settings() throws(CryptographyFailure) -> PlayReadyProvider.Settings {
        PlayReadyProvider.Settings(
            root: root.publicPoint.bytes, serverKey: try serverKey.secret(), signerKey: try signerKey.secret(),
            signerChain: signerChain.bytes, allowsTestKeys: true)
    }

    /// A device with an issuer of its own.
    ///
    /// - Parameters:
    ///   - securityLevel: 150, 2000 or 3000.
    ///   - expiration: In seconds since 1970; the largest number means never.
    package func device(
        securityLevel: UInt32 = 2_000, expiration: UInt32 = .max
    ) throws(CryptographyFailure) -> PlayReadyTestDevice {
        let group = try P256PrivateKey.generateForTests()
        let signing = try P256PrivateKey.generateForTests()
        let encryption = try P256PrivateKey.generateForTests()
        var leaf = try BCert.test(
            .device, signing, [.sign], model: "Test device", securityLevel: securityLevel, expiration: expiration)
        leaf.keys.append(BCert.Key(encryption, [.encryptKey]))
        let issuer = try BCert.test(
            .issuer, group, [.issuerDevice], model: "Devices' issuer", securityLevel: securityLevel)
        let chain = BCertChain([try SignedBCert(leaf, issuedBy: group), try SignedBCert(issuer, issuedBy: root)])
        return PlayReadyTestDevice(groupKey: group, encryptionKey: encryption, signingKey: signing, chain: chain)
    }
}

/// A device of a test kit.
package struct PlayReadyTestDevice: Sendable {
    package var groupKey: P256PrivateKey
    package var encryptionKey: P256PrivateKey
    package var signingKey: P256PrivateKey
    package var chain: BCertChain

    package init(
        groupKey: P256PrivateKey, encryptionKey: P256PrivateKey, signingKey: P256PrivateKey, chain: BCertChain
    ) {
        self.groupKey = groupKey
        self.encryptionKey = encryptionKey
        self.signingKey = signingKey
        self.chain = chain
    }

    /// From a device file.
    package init(file: [UInt8]) throws(Malformed) {
        var cursor = ByteCursor()
        guard try cursor.next(4, in: file) == Self.head else { throw cursor.expected("PRD, version 3") }
        groupKey = try Self.key(in: file, at: &cursor)
        encryptionKey = try Self.key(in: file, at: &cursor)
        signingKey = try Self.key(in: file, at: &cursor)
        let length = Int(try cursor.next(UInt32.self, in: file))
        chain = try BCertChain(parsing: cursor.next(length, in: file))
        guard cursor.offset == file.count else { throw cursor.expected("the end") }
    }

    /// A private key, and its point.
    private static func key(in file: [UInt8], at cursor: inout ByteCursor) throws(Malformed) -> P256PrivateKey {
        let secret = Secret(copying: try cursor.next(32, in: file))
        let point = try cursor.next(64, in: file)
        guard let key = try? P256PrivateKey(secret), key.publicPoint.bytes == point else {
            throw cursor.expected("a private key and its point")
        }
        return key
    }

    private static let head = Array("PRD".utf8) + [3]

    /// A device file as pyplayready reads it: version 3 of `.prd`.
    package func file() throws(CryptographyFailure) -> [UInt8] {
        var file = Self.head
        for key in [groupKey, encryptionKey, signingKey] {
            file += try key.secret().withBytes { [UInt8](copying: $0) } + key.publicPoint.bytes
        }
        file.append(bigEndian: UInt32(clamping: chain.bytes.count))
        return file + chain.bytes
    }
}

extension P256PrivateKey {
    /// A key whose coordinates do not begin with two zeros: some test clients drop them.
    fileprivate static func generateForTests() throws(CryptographyFailure) -> P256PrivateKey {
        while true {
            let key = try generate()
            let point = key.publicPoint.bytes
            if (point[0] | point[1]) != 0, (point[32] | point[33]) != 0 { return key }
        }
    }
}

extension BCert.Key {
    package init(_ key: P256PrivateKey, _ usages: [BCert.Usage]) {
        self.init(point: key.publicPoint.bytes, usages: usages.map(\.rawValue))
    }
}

extension BCert {
    /// A certificate of a test kit.
    package static func test(
        _ kind: Kind, _ key: P256PrivateKey, _ usages: [Usage], model: String, securityLevel: UInt32 = 2_000,
        expiration: UInt32 = .max
    ) throws(CryptographyFailure) -> BCert {
        BCert(
            certificateID: try Random.bytes(16), securityLevel: securityLevel, kind: kind.rawValue,
            keyDigest: SHA256.digest(key.publicPoint.bytes), expiration: expiration, clientID: try Random.bytes(16),
            keys: [Key(key, usages)], manufacturer: [BCert.testManufacturer, model, "1"])
    }
}
