package import Bytes

/// What a wrapped secret is and whose: associated data of its seal.
///
/// A row copied to another site, another title, another KID or another use opens no more, so who can write to the
/// database still cannot move a key to where he may license it.
package enum WrapContext: Equatable, Sendable {
    case contentKey(site: SiteName, content: ContentName, keyID: KeyID)
    case tokenSecret(site: SiteName, name: TokenKeyName)

    var associatedData: [UInt8] {
        var bytes: [UInt8] = []
        appendAssociatedData(to: &bytes)
        return bytes
    }

    /// The use, then each name behind its length: no two contexts give the same bytes.
    func appendAssociatedData(to bytes: inout [UInt8]) {
        switch self {
        case .contentKey(let site, let content, let keyID):
            Self.append("evergrant v1 content key", to: &bytes)
            Self.append(site.description, to: &bytes)
            Self.append(content.description, to: &bytes)
            keyID.append(to: &bytes)
        case .tokenSecret(let site, let name):
            Self.append("evergrant v1 token secret", to: &bytes)
            Self.append(site.description, to: &bytes)
            Self.append(name.description, to: &bytes)
        }
    }

    private static func append(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(truncatingIfNeeded: text.utf8.count))  // At most 200, by NameRule.
        bytes.append(copying: text.utf8.span)
    }
}
