package import Bytes
internal import Cryptography
package import DRMSystems
internal import Licensing

/// A Widevine client of our own: the other side of the protocol, written from its description.
package struct WidevinePlayer {
    package struct Complaint: Error { package let what: String }

    package var device: WidevineTestDevice
    /// Encrypts its identification when it has one.
    package var service: [UInt8]?
    package var requestID = Array("0123456789ABCDEF0123456789ABCDEF".utf8)
    package var nonce: UInt64 = 0x8546_1E72
    package var time: UInt64 = 1_800_000_007
    package var version: UInt64 = 21

    package init(_ device: WidevineTestDevice, service: [UInt8]? = nil) {
        self.device = device
        self.service = service
    }

    // MARK: Asking

    /// Field 1 of `ContentIdentification`.
    package func pssh(_ data: WidevinePSSHData, _ term: WidevineTerm = .streaming) -> ProtobufWriter {
        var fields = ProtobufWriter()
        fields.append(1, bytes: data.bytes)
        return content(1, fields, term)
    }

    package func content(_ number: UInt32, _ start: ProtobufWriter, _ term: WidevineTerm = .streaming) -> ProtobufWriter
    {
        var fields = start
        let next: UInt32 = number == 4 ? 3 : 2
        fields.append(next, integer: term.rawValue)
        fields.append(next + 1, bytes: requestID)
        var content = ProtobufWriter()
        content.append(number, message: fields)
        return content
    }

    /// The message `LicenseRequest`, unsigned.
    package func message(_ content: ProtobufWriter, kind: UInt64 = 1) throws -> [UInt8] {
        var fields = ProtobufWriter()
        if service == nil { fields.append(1, bytes: device.identification) }
        fields.append(2, message: content)
        fields.append(3, integer: kind)
        fields.append(4, integer: time)
        fields.append(6, integer: version)
        fields.append(7, integer: nonce)
        if let service { fields.append(8, bytes: try encrypted(device.identification, to: service)) }
        return fields.bytes
    }

    package func sign(_ message: [UInt8]) throws -> [UInt8] {
        let signature = try device.key.sign(message, digest: .sha1)
        return WidevineSignedMessage(.licenseRequest, message: message, signature: signature).bytes
    }

    package func request(_ content: ProtobufWriter) throws -> [UInt8] { try sign(message(content)) }

    package func request(_ keyIDs: [KeyID], _ term: WidevineTerm = .streaming) throws -> [UInt8] {
        try request(pssh(WidevinePSSHData(keyIDs: keyIDs, contentID: [], scheme: .cenc), term))
    }

    /// `EncryptedClientIdentification` of `identification`.
    package func encrypted(_ identification: [UInt8], to service: [UInt8]) throws -> [UInt8] {
        let certificate = try WidevineCertificate(
            parsing: WidevineSignedCertificate(parsing: service).certificate)
        let key = try Random.secret(16)
        let vector = try Random.bytes(16)
        var fields = ProtobufWriter()
        fields.append(1, bytes: certificate.providerID)
        fields.append(2, bytes: certificate.serial)
        fields.append(
            3, bytes: try AES128CBC(key: key).encrypt(identification.span, vector: vector, padding: .pkcs7))
        fields.append(4, bytes: vector)
        fields.append(5, bytes: try RSAPublicKey(pkcs1: certificate.publicKey).encrypt(key, digest: .sha1))
        return fields.bytes
    }

    // MARK: Reading the answer

    package struct License {
        package let fields: ProtobufMessage
        package let id: WidevineLicenseID
        package let idBytes: [UInt8]
        package let policy: ProtobufMessage
        package let containers: [ProtobufMessage]
        package var keys: [KeyID: [UInt8]] = [:]
        package var signingKey: [UInt8]?

        init(_ message: [UInt8]) throws {
            fields = try ProtobufMessage(parsing: message)
            idBytes = try fields.bytes(1) ?? []
            id = try WidevineLicenseID(ProtobufMessage(parsing: idBytes))
            policy = try ProtobufMessage(parsing: fields.bytes(2) ?? [])
            containers = try fields.all(3).map { try ProtobufMessage(parsing: $0) }
        }
    }

    /// Opens a license as a device does, and finds the keys.
    package func open(_ answer: [UInt8], to request: [UInt8]) throws -> License {
        let signed = try WidevineSignedMessage(parsing: answer)
        guard signed.kind == .license, signed.bytes == answer else { throw Complaint(what: "no license") }
        guard let sessionKey = device.key.decrypt(signed.sessionKey, digest: .sha1) else {
            throw Complaint(what: "a session key for somebody else")
        }
        let keys = try WidevineSessionKeys(
            sessionKey: sessionKey, message: WidevineSignedMessage(parsing: request).message)
        guard try HMACSHA256(key: keys.serverMAC).isValid(signed.signature, for: signed.message) else {
            throw Complaint(what: "a wrong signature")
        }
        var license = try License(signed.message)
        guard license.id.requestID == requestID else { throw Complaint(what: "another request's answer") }
        let cipher = try AES128CBC(key: keys.encryption)
        for container in license.containers {
            let key = cipher.decrypt(
                try container.bytes(3) ?? [], vector: try container.bytes(2) ?? [], padding: .pkcs7)
            guard let key = key?.withBytes({ [UInt8](copying: $0) }) else { throw Complaint(what: "a sealed key") }
            if try container.integer(4) == 1 { license.signingKey = key }
            if try container.integer(4) == 2 { license.keys[try KeyID(bytes: container.bytes(1) ?? [])] = key }
        }
        return license
    }

    // MARK: Going on

    /// A renewal (2) or a release (3), as a recorded one looks: without a type and without a client ID.
    package func continuation(_ license: License, kind: UInt64, key: [UInt8]? = nil) throws -> [UInt8] {
        let message = continuationMessage(license.idBytes, kind: kind)
        let key = Array((key ?? license.signingKey ?? []).suffix(32))
        let signature = try HMACSHA256(key: Secret(copying: key)).code(for: message)
        var signed = ProtobufWriter()
        signed.append(2, bytes: message)
        signed.append(3, bytes: signature)
        return signed.bytes
    }

    package func continuationMessage(_ id: [UInt8], kind: UInt64) -> [UInt8] {
        var existing = ProtobufWriter()
        existing.append(1, bytes: id)
        existing.append(2, integer: 60)
        existing.append(3, integer: 0)
        var content = ProtobufWriter()
        content.append(3, message: existing)
        var fields = ProtobufWriter()
        fields.append(2, message: content)
        fields.append(3, integer: kind)
        fields.append(4, integer: time + 60)
        fields.append(6, integer: 21)
        return fields.bytes
    }

    /// Reads the answer to a renewal or a release.
    package func openContinuation(_ answer: [UInt8], of license: License) throws -> License {
        let signed = try WidevineSignedMessage(parsing: answer)
        let key = Array((license.signingKey ?? []).prefix(32))
        guard signed.kind == .license, signed.sessionKey.isEmpty,
            try HMACSHA256(key: Secret(copying: key)).isValid(signed.signature, for: signed.message)
        else { throw Complaint(what: "a wrong signature") }
        var next = try License(signed.message)
        next.signingKey = license.signingKey
        return next
    }
}
