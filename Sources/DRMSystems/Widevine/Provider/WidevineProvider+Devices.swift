internal import Bytes
internal import Cryptography

extension WidevineProvider {
    /// The device that signed a request for a new license.
    ///
    /// In privacy mode everything up to the signature fails in one way, and at one cost: whoever could tell a wrong
    /// padding from a wrong certificate would decrypt other people's identifications by asking. Only a device that has
    /// signed the request is told that it has expired or was revoked.
    func device(
        signing signed: WidevineSignedMessage, _ request: WidevineLicenseRequest, at now: Timestamp,
        counting checks: inout WidevineSignatureChecks
    ) throws(WidevineRefusal) -> WidevineDeviceChain {
        let chain: WidevineDeviceChain
        do throws(WidevineRefusal) {
            chain = try device(identifiedIn: request, counting: &checks)
            // SHA-1, with a salt of 20 bytes, over the message as it came: the protocol leaves no choice.
            let isSigned = try checks.run { () throws(CryptographyFailure) in
                try chain.signingKey.isValid(signed.signature, for: signed.message, digest: .sha1)
            }
            guard isSigned else { throw .badSignature }
        } catch {
            guard request.encryptedClientID != nil else { throw error }
            checks.makeUp(with: decoyKey)
            throw .notAuthentic
        }
        if let objection = chain.objection(revocations, at: now) { throw objection }
        return chain
    }

    private func device(
        identifiedIn request: WidevineLicenseRequest, counting checks: inout WidevineSignatureChecks
    ) throws(WidevineRefusal) -> WidevineDeviceChain {
        let clientID = request.clientID ?? request.encryptedClientID.flatMap(identification(in:))
        guard let clientID else { throw .unsupported(.clientIdentification) }
        guard let fields = try? ProtobufMessage(parsing: clientID), let type = try? fields.integer(1) ?? 0,
            let token = try? fields.bytes(2)
        else { throw .untrustedDevice }
        // A keybox is in a table of the vendor's, and an OEM certificate is X.509: neither leads to our root.
        guard type == 1 else { throw .unsupported(.clientIdentification) }
        return try WidevineDeviceChain(verifying: token, by: root, counting: &checks)
    }
}
