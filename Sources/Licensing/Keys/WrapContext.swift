package import Bytes

/// What a wrapped secret is and whose: associated data of its seal.
///
/// A row copied to another site, another title, another KID or another use opens no more, so who can write to the
/// database still cannot move a key to where he may license it.
package enum WrapContext: Equatable, Sendable {
    case contentKey(site: SiteName, content: ContentName, keyID: KeyID)
    case tokenSecret(site: SiteName, name: TokenKeyName)

    /// The use, then each name behind its length: no two contexts give the same bytes.
    var associatedData: [UInt8] {
        switch self {
        case .contentKey(let site, let content, let keyID):
            Self.encode("evergrant v1 content key", [site.description, content.description]) + keyID.bytes
        case .tokenSecret(let site, let name):
            Self.encode("evergrant v1 token secret", [site.description, name.description])
        }
    }

    private static func encode(_ use: String, _ names: [String]) -> [UInt8] {
        var bytes: [UInt8] = []
        for text in [use] + names {
            bytes.append(UInt8(truncatingIfNeeded: text.utf8.count))  // At most 200, by NameRule.
            bytes.append(contentsOf: text.utf8)
        }
        return bytes
    }
}
