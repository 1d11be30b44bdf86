internal import Bytes

/// In whose words a token speaks; where the request carries it tells.
package enum TokenShape: Equatable, Sendable {
    /// The claims of docs/tokens.md.
    case native
    /// An Axinom license service message.
    case axinom

    /// The field of a request that carries such a token instead of `Authorization`, in lower case.
    package static let axinomField = "x-axdrm-message"
    /// The member of a request's query that does.
    package static let axinomQuery = "AxDrmMessage"

    /// The key's name, when the header does not say it.
    ///
    /// Read before anybody has checked the signature, and trusted with nothing: it only finds the key to check with.
    func keyName(in payload: [UInt8]) throws(TokenRefusal) -> TokenKeyName {
        switch self {
        case .native: throw .badHeader(.unexpected(member: "kid", expected: "the name of a key"))
        case .axinom:
            do throws(JSONError) {
                let message = try JSONMembers(parsing: payload)
                let name = try message.name("com_key_id", TokenKeyName.init)
                return try message.requiring("com_key_id", name, "the name of a key")
            } catch {
                throw .badClaims(error)
            }
        }
    }

    /// Reads a payload whose signature was good.
    func claims(in payload: [UInt8], site: SiteName) throws(TokenRefusal) -> TokenClaims {
        switch self {
        case .native: try TokenClaims(parsing: payload, site: site)
        case .axinom: try TokenClaims(axinom: payload, site: site)
        }
    }
}
