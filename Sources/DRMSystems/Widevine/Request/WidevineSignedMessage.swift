package import Bytes

/// The envelope of everything that Widevine's clients and servers say to each other (`SignedMessage`).
package struct WidevineSignedMessage: Equatable, Sendable {
    package enum Kind: UInt64, Sendable {
        case licenseRequest = 1
        case license = 2
        case error = 3
        case serviceCertificateRequest = 4
        case serviceCertificate = 5
    }

    package var kind: Kind
    /// As received: signatures and keys are made over these very bytes.
    package var message: [UInt8]
    package var signature: [UInt8] = []
    /// Encrypted to the device.
    package var sessionKey: [UInt8] = []

    package init(_ kind: Kind, message: [UInt8], signature: [UInt8] = [], sessionKey: [UInt8] = []) {
        self.kind = kind
        self.message = message
        self.signature = signature
        self.sessionKey = sessionKey
    }

    /// A message without a kind is a license request: recorded renewals have none.
    package init(parsing bytes: [UInt8]) throws(Malformed) {
        let fields = try ProtobufMessage(parsing: bytes)
        guard let kind = Kind(rawValue: try fields.integer(1) ?? Kind.licenseRequest.rawValue) else {
            throw Malformed(offset: 0, expected: "a known type of message")
        }
        self.kind = kind
        message = try fields.bytes(2) ?? []
        signature = try fields.bytes(3) ?? []
        sessionKey = try fields.bytes(4) ?? []
    }

    package var bytes: [UInt8] {
        var fields = ProtobufWriter()
        fields.append(1, integer: kind.rawValue)
        fields.append(2, unlessEmpty: message)
        fields.append(3, unlessEmpty: signature)
        fields.append(4, unlessEmpty: sessionKey)
        return fields.bytes
    }
}
