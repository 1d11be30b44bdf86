package import Bytes
package import Licensing

/// A license request of the Clear Key system (W3C Encrypted Media Extensions §9.1.3).
///
/// ```json
/// {"kids": ["_-7dzLuqmYh3ZlVEMyIRAA"], "type": "temporary"}
/// ```
/// Members we do not know are ignored, as the specification wants.
package struct ClearKeyRequest: Equatable, Sendable {
    package let license: LicenseRequest

    package init(parsing bytes: [UInt8]) throws(ClearKeyRefusal) { try self.init(parsing: bytes[...]) }

    package init(parsing bytes: ArraySlice<UInt8>) throws(ClearKeyRefusal) {
        let limit = DRMSystemsLimits.clearKeyRequestLengthMax
        guard bytes.count <= limit else { throw .tooLong(limit: limit) }
        let keyIDs = if let plain = PlainKeyIDs.read(bytes.span) { plain } else { try Self.keyIDs(in: Array(bytes)) }
        license = LicenseRequest(system: .clearKey, keyIDs: keyIDs)
    }

    private static func keyIDs(in bytes: [UInt8]) throws(ClearKeyRefusal) -> [KeyID] {
        let session: String?
        let elements: JSONElements?
        do throws(JSONError) {
            let object = try JSONMembers(parsing: bytes)
            session = try object.string("type")
            elements = try object.array("kids")
        } catch {
            throw .malformed(error)
        }
        guard session ?? "temporary" == "temporary" else { throw .unsupportedSessionType }
        return try keyIDs(elements)
    }

    private static func keyIDs(_ elements: JSONElements?) throws(ClearKeyRefusal) -> [KeyID] {
        let limit = LicensingLimits.requestedKeysMax
        guard let elements, !elements.isEmpty else {
            throw .malformed(.unexpected(member: "kids", expected: "1 to \(limit) key IDs"))
        }
        guard elements.count <= limit else { throw .tooManyKeyIDs(limit: limit) }
        var keyIDs: [KeyID] = []
        for element in elements {
            guard let keyID = element.keyIDInBase64 else {
                throw .malformed(.unexpected(member: "kids", expected: "16 bytes in base64url without padding"))
            }
            keyIDs.append(keyID)
        }
        return keyIDs
    }
}

/// Why bytes are no Clear Key request that we answer; fit for the player.
package enum ClearKeyRefusal: Error, Equatable, Sendable {
    case tooLong(limit: Int)
    case malformed(JSONError)
    case tooManyKeyIDs(limit: Int)
    /// `persistent-license`, or a session type nobody knows: browsers that offer Clear Key keep no licenses.
    case unsupportedSessionType
}
