internal import Bytes
internal import Cryptography
internal import XML

extension PlayReadyProvider {
    /// The certificates that a client sends encrypted, so that nobody on the way can follow a device.
    ///
    /// One refusal for whatever is wrong: which of the steps failed would tell about plaintexts.
    func chain(in message: XMLElement) throws(PlayReadyRefusal) -> BCertChain {
        guard let encrypted = message.child("EncryptedData"),
            let sealed = encrypted.descendant("KeyInfo", "EncryptedKey", "CipherData", "CipherValue")?.decoded,
            let ciphertext = encrypted.descendant("CipherData", "CipherValue")?.decoded, ciphertext.count > 16,
            let plaintext = open(ciphertext, sealed), let chain = Self.chain(inData: plaintext)
        else { throw .untrusted }
        return chain
    }

    /// The key is the lower half of what was sealed; the vector stands before the ciphertext.
    ///
    /// A wrong padding is left where it stands, and spoils the document before it: refused any earlier, it would tell
    /// by the time that took what a plaintext ends with.
    private func open(_ ciphertext: [UInt8], _ sealed: [UInt8]) -> [UInt8]? {
        guard let x = try? serverKey.open(sealed.span) else { return nil }
        let plaintext = try? AES128CBC(key: x.part(16..<32)).decrypt(
            Array(ciphertext.dropFirst(16)), vector: Array(ciphertext.prefix(16)), padding: .none)
        guard var bytes = plaintext?.withBytes({ [UInt8](copying: $0) }), let last = bytes.last else { return nil }
        let padding = 1...16 ~= last ? Int(last) : 0
        if bytes.suffix(padding).allSatisfy({ $0 == last }) { bytes.removeLast(padding) }
        return bytes
    }

    private static func chain(inData bytes: [UInt8]) -> BCertChain? {
        let limits = XMLLimits(lengthMax: DRMSystemsLimits.playReadyChallengeLengthMax, tagsMax: 256)
        guard let data = try? XMLElement(parsing: bytes, limits: limits),
            let text = data.child("CertificateChains")?.children("CertificateChain").first?.text,
            let chain = try? PlayReadyBase64.decode(text)
        else { return nil }
        return try? BCertChain(parsing: chain)
    }

    /// The device's certificate, if the chain is good and the device itself has signed.
    ///
    /// That it was revoked only the device is told, and nobody who sends its certificates on.
    func trustedLeaf(
        of chain: BCertChain, signingWith key: P256Point, at now: Timestamp
    ) throws(PlayReadyRefusal) -> BCert {
        guard chain.leaf.key(for: .sign)?.point == key.bytes else { throw .untrusted }
        do throws(BCertFailure) { try chain.check(trust, at: now, remembering: knownSignatures) } catch {
            switch error {
            case .untrusted: throw .untrusted
            case .revoked: throw .revokedDevice
            }
        }
        return chain.leaf
    }
}

extension XMLElement {
    fileprivate var decoded: [UInt8]? { try? PlayReadyBase64.decode(text) }
}
