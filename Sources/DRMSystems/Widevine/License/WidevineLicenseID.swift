package import Bytes

/// What a license calls itself, and its client in every renewal (`LicenseIdentification`).
package struct WidevineLicenseID: Equatable, Sendable {
    package var requestID: [UInt8]
    package var sessionID: [UInt8]
    package var purchaseID: [UInt8] = []
    package var term: WidevineTerm
    /// Counts the renewals.
    package var version: UInt64 = 0
    /// What the server wants to be told again: `WidevineSessionRecord`, sealed.
    package var sessionToken: [UInt8] = []

    package init(requestID: [UInt8], sessionID: [UInt8], term: WidevineTerm) {
        self.requestID = requestID
        self.sessionID = sessionID
        self.term = term
    }

    /// Fields that other servers add are ignored: clients send back whatever they once got.
    package init(_ fields: ProtobufMessage) throws(Malformed) {
        requestID = try fields.bytes(1) ?? []
        sessionID = try fields.bytes(2) ?? []
        purchaseID = try fields.bytes(3) ?? []
        guard let term = WidevineTerm(rawValue: try fields.integer(4) ?? WidevineTerm.streaming.rawValue) else {
            throw Malformed(offset: 0, expected: "a known type of license")
        }
        self.term = term
        version = try fields.integer(5) ?? 0
        sessionToken = try fields.bytes(6) ?? []
        let lengthMax = DRMSystemsLimits.widevineRequestIDLengthMax
        guard requestID.count <= lengthMax, sessionID.count <= lengthMax, purchaseID.count <= lengthMax,
            sessionToken.count <= DRMSystemsLimits.widevineSessionTokenLengthMax
        else { throw Malformed(offset: 0, expected: "identifiers within their limits") }
    }

    package var fields: ProtobufWriter {
        var fields = ProtobufWriter()
        fields.append(1, unlessEmpty: requestID)
        fields.append(2, unlessEmpty: sessionID)
        fields.append(3, unlessEmpty: purchaseID)
        fields.append(4, integer: term.rawValue)
        fields.append(5, integer: version)
        fields.append(6, unlessEmpty: sessionToken)
        return fields
    }
}
