internal import Bytes
internal import Cryptography
package import Licensing

/// The answer to a PlayReady client: a signed response that holds a license for each key.
package struct PlayReadyLicense: Sendable {
    package let bytes: [UInt8]

    /// Uses the approval up: nothing is left to answer with a second time.
    package init(
        _ approval: consuming ApprovedLicense, answering challenge: PlayReadyChallenge, by provider: PlayReadyProvider
    ) throws(PlayReadyRefusal) {
        let keys = approval.keys
        for key in keys { try challenge.header.check(key.key) }
        do throws(CryptographyFailure) {
            // A license that may not be kept carries the request's own number, or the client takes it for another's.
            var rightsID = approval.isPersistent ? try Random.bytes(16) : challenge.nonce
            var response = PlayReadyResponse(answering: challenge, repeatsNonce: approval.isPersistent)
            for key in keys {
                let policy = XMRPolicy(
                    issuedAt: approval.issuedAt, expiresAt: approval.expiresAt, isPersistent: approval.isPersistent,
                    terms: approval.terms, keyTerms: key.terms)
                let license = try XMRLicense(
                    key.key, as: challenge.header.cipher(of: key.key), rightsID: rightsID, policy: policy,
                    for: challenge.deviceKey)
                response.licenses.append(license.bytes)
                Self.increment(&rightsID)
            }
            bytes = try response.signed(by: provider)
        } catch {
            throw .serverFailure(error)
        }
    }

    /// The next number, the highest byte first; behind the last comes zero.
    private static func increment(_ number: inout [UInt8]) {
        for place in number.indices.reversed() {
            number[place] &+= 1
            guard number[place] == 0 else { return }
        }
    }
}

extension WRMHeader {
    /// Refuses a key that is not the one the content was encrypted with.
    fileprivate func check(_ key: ContentKey) throws(PlayReadyRefusal) {
        guard let entry = keys.first(where: { $0.keyID == key.keyID }), let checksum = entry.checksum else { return }
        do throws(CryptographyFailure) {
            let expected = try PlayReadyChecksum.bytes(of: key.key, for: key.keyID)
            guard !constantTimeEquals(expected, checksum) else { return }
        } catch {
            throw .serverFailure(error)
        }
        throw .wrongChecksum
    }

    /// As the header says; where it says nothing, as the key was made.
    fileprivate func cipher(of key: ContentKey) -> Cipher {
        let said = keys.first { $0.keyID == key.keyID }?.cipher
        return said ?? (key.scheme == .cenc ? .ctr : .cbc)
    }
}
