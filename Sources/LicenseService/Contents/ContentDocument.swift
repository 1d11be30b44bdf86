internal import Bytes
internal import HTTPServer
internal import Licensing

/// What a packager writes: `{"tracks": [{"type": "SD", "scheme": "cenc", …}]}`, read strictly, for a misspelt member
/// that is ignored would give keys nobody meant.
enum ContentDocument {
    static func read(_ body: [UInt8]) throws(Problem) -> ContentRequest {
        do {
            let document = try JSONObject(parsing: body)
            try document.refuseMembers(except: ["tracks"])
            guard let tracks = try document.array("tracks") else {
                throw JSONError.unexpected(member: "tracks", expected: "a list of tracks")
            }
            return try ContentRequest(tracks.map(track))
        } catch let error as JSONError {
            throw Problem(.malformedRequest, "The body is no content document: \(error).")
        } catch let error as ContentRequestError {
            throw Problem(error)
        } catch {
            throw Problem(.malformedRequest, "The body is no content document.")
        }
    }

    private static func track(_ value: JSONValue) throws -> TrackRequest {
        guard case .object(let track) = value else { throw unexpected("tracks", "objects") }
        try track.refuseMembers(except: ["type", "scheme", "keyId", "key", "cryptoPeriod"])
        guard let type = try track.string("type").flatMap(TrackType.init(rawValue:)) else {
            throw unexpected("type", TrackType.allCases.map(\.rawValue).joined(separator: ", "))
        }
        guard let scheme = EncryptionScheme(rawValue: try track.string("scheme") ?? EncryptionScheme.cenc.rawValue)
        else {
            throw unexpected("scheme", EncryptionScheme.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return try TrackRequest(
            type: type, scheme: scheme, period: try period(track), keyID: try keyID(track), key: try key(track))
    }

    private static func period(_ track: JSONObject) throws -> CryptoPeriod? {
        guard let index = try track.integer("cryptoPeriod") else { return nil }
        guard let index = UInt32(exactly: index) else { throw unexpected("cryptoPeriod", "0 to 4294967295") }
        return CryptoPeriod(index: index)
    }

    private static func keyID(_ track: JSONObject) throws -> KeyID? {
        guard let text = try track.string("keyId") else { return nil }
        do { return try KeyID(text) } catch { throw unexpected("keyId", "a UUID") }
    }

    private static func key(_ track: JSONObject) throws -> Secret? {
        guard let text = try track.string("key") else { return nil }
        do { return Secret(copying: try Base64.standard.decode(text.utf8)) } catch { throw unexpected("key", "base64") }
    }

    private static func unexpected(_ member: String, _ expected: String) -> JSONError {
        .unexpected(member: member, expected: expected)
    }
}
