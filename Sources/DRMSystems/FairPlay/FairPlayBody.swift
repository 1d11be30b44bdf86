internal import Bytes

/// An SPC as a player wraps it, and the wrapping that its CKC goes back in.
///
/// No standard says how the two travel. There are three habits, told apart by the content type: bytes as they are, a
/// form with `spc=` and base64, and JSON with a member `spc`; each is answered in kind.
package struct FairPlayBody: Equatable, Sendable {
    package enum Wrapping: String, CaseIterable, Sendable {
        /// Any type that is neither of the others; most say `application/octet-stream`.
        case raw = "application/octet-stream"
        case form = "application/x-www-form-urlencoded"
        case json = "application/json"
    }

    package let spc: [UInt8]
    package let wrapping: Wrapping
    /// Whether the app says with it that it wants to keep the key: `persistent`, in a form or in JSON.
    package let isPersistent: Bool

    /// - Parameter contentType: The field of the request, with its parameters, if there is one.
    package init(parsing body: [UInt8], contentType: String?) throws(FairPlayRefusal) {
        wrapping = Wrapping(contentType: contentType)
        let limit = wrapping == .raw ? DRMSystemsLimits.fairPlaySPCLengthMax : DRMSystemsLimits.fairPlayBodyLengthMax
        guard body.count <= limit else { throw .tooLong(limit: limit) }
        switch wrapping {
        case .raw: (spc, isPersistent) = (body, false)
        case .form: (spc, isPersistent) = try Self.readForm(body)
        case .json: (spc, isPersistent) = try Self.readJSON(body)
        }
    }

    /// The body of the answer; its content type is `wrapping.answerType`.
    package func answer(_ ckc: [UInt8]) -> [UInt8] {
        switch wrapping {
        case .raw: return ckc
        case .form: return Array("<ckc>".utf8) + Base64.standard.encodedBytes(ckc) + Array("</ckc>".utf8)
        case .json:
            var json = JSONWriter()
            json.object { $0.member("ckc", Base64.standard.encode(ckc)) }
            return json.bytes
        }
    }

    private static func readJSON(_ body: [UInt8]) throws(FairPlayRefusal) -> ([UInt8], Bool) {
        do throws(JSONError) {
            let members = try JSONMembers(parsing: body)
            guard let text = try members.string("spc") else { throw .unexpected(member: "spc", expected: "base64") }
            return (try decode(Array(text.utf8)), try members.boolean("persistent") ?? false)
        } catch .malformed(let malformed) {
            throw .malformed(malformed)
        } catch {
            throw .malformed(Malformed(offset: 0, expected: "spc in base64, and persistent true or false"))
        }
    }

    private static let persistentField = Array("persistent=".utf8)

    private static func readForm(_ body: [UInt8]) throws(FairPlayRefusal) -> ([UInt8], Bool) {
        do throws(JSONError) {
            var (spc, isPersistent): ([UInt8]?, Bool?) = (nil, nil)
            for field in body.split(separator: UInt8(ascii: "&")) {
                if field.starts(with: "spc=".utf8) {
                    guard spc == nil else { throw .unexpected(member: "spc", expected: "one field") }
                    spc = try decode(FormText.decoded(field.dropFirst(4)))
                } else if field.starts(with: Self.persistentField) {
                    let isTrue = field.elementsEqual(Self.persistentField + Array("true".utf8))
                    let isFalse = field.elementsEqual(Self.persistentField + Array("false".utf8))
                    guard isPersistent == nil, isTrue || isFalse else {
                        throw .unexpected(member: "persistent", expected: "true or false, once")
                    }
                    isPersistent = isTrue
                }
            }
            guard let spc else { throw .unexpected(member: "spc", expected: "base64") }
            return (spc, isPersistent ?? false)
        } catch .malformed(let malformed) {
            throw .malformed(malformed)
        } catch {
            throw .malformed(Malformed(offset: 0, expected: "one field spc in base64, and persistent true or false"))
        }
    }

    private static func decode(_ text: [UInt8]) throws(JSONError) -> [UInt8] {
        do throws(Malformed) { return try Base64.standard.decode(text) } catch { throw .malformed(error) }
    }
}

extension FairPlayBody.Wrapping {
    /// By the media type alone, in whatever case (RFC 9110 §8.3.1).
    init(contentType: String?) {
        let type = (contentType ?? "").prefix { $0 != ";" && $0 != " " }.lowercased()
        self = Self(rawValue: type) ?? .raw
    }

    /// What the answer says it is.
    package var answerType: String {
        switch self {
        case .raw, .json: rawValue
        case .form: "text/plain"
        }
    }
}

/// Text as forms escape it (URL Standard, "application/x-www-form-urlencoded").
enum FormText {
    /// Undoes `%2B` and its kind; what is no escape stays as it is.
    ///
    /// A form's plus stands for a space, and base64 has pluses but no spaces: players that forget to escape them are
    /// understood all the same.
    static func decoded(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var rest = text
        while var byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2, let high = Hex.value(of: rest[rest.startIndex]),
                let low = Hex.value(of: rest[rest.startIndex + 1])
            {
                byte = high << 4 | low
                rest = rest.dropFirst(2)
            }
            bytes.append(byte == UInt8(ascii: " ") ? UInt8(ascii: "+") : byte)
        }
        return bytes
    }
}
