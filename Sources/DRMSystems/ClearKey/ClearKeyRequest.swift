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

    package init(parsing bytes: [UInt8]) throws(ClearKeyRefusal) {
        let limit = DRMSystemsLimits.clearKeyRequestLengthMax
        guard bytes.count <= limit else { throw .tooLong(limit: limit) }
        do throws(JSONError) {
            let object = try JSONObject(parsing: bytes)
            guard try object.string("type") ?? "temporary" == "temporary" else { throw .unknown(member: "type") }
            guard let elements = try object.array("kids") else { throw .unexpected(member: "kids", expected: "key IDs") }
            license = LicenseRequest(system: .clearKey, keyIDs: try Self.keyIDs(elements))
        } catch .unknown(member: "type") {
            throw .unsupportedSessionType
        } catch {
            throw .malformed(error)
        }
    }

    private static func keyIDs(_ elements: [JSONValue]) throws(JSONError) -> [KeyID] {
        guard 1...LicensingLimits.requestedKeysMax ~= elements.count else {
            throw .unexpected(member: "kids", expected: "1 to \(LicensingLimits.requestedKeysMax) key IDs")
        }
        var keyIDs: [KeyID] = []
        for element in elements {
            guard case .string(let text) = element, let bytes = try? Base64.url.decode(text.utf8),
                let keyID = try? KeyID(bytes: bytes)
            else { throw .unexpected(member: "kids", expected: "16 bytes in base64url without padding") }
            keyIDs.append(keyID)
        }
        return keyIDs
    }
}

/// Why bytes are no Clear Key request that we answer; fit for the player.
package enum ClearKeyRefusal: Error, Equatable, Sendable {
    case tooLong(limit: Int)
    case malformed(JSONError)
    /// `persistent-license`, or a session type nobody knows: browsers that offer Clear Key keep no licenses.
    case unsupportedSessionType
}
