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
            Self.append(contentKey: keyID, site, content, to: &bytes)
        case .tokenSecret(let site, let name):
            bytes.append(addingCapacity: Self.byteCountMax) { output in
                Self.append("evergrant v1 token secret", to: &output)
                Self.append(site.description, to: &output)
                Self.append(name.description, to: &output)
            }
        }
    }

    /// The same without a context, of which every license would make one.
    static func append(contentKey keyID: KeyID, _ site: SiteName, _ content: ContentName, to bytes: inout [UInt8]) {
        bytes.append(addingCapacity: byteCountMax) { output in
            append("evergrant v1 content key", to: &output)
            append(site.description, to: &output)
            append(content.description, to: &output)
            output.append(bigEndian: keyID.value)
        }
    }

    /// The use takes 25 bytes, a key ID 16, and each length one.
    private static let byteCountMax = 64 + LicensingLimits.siteNameLengthMax + LicensingLimits.contentNameLengthMax

    private static func append(_ text: String, to output: inout OutputSpan<UInt8>) {
        output.append(UInt8(truncatingIfNeeded: text.utf8.count))  // At most 200, by NameRule.
        output.append(text: text)
    }
}
