internal import Bytes
package import Cryptography
package import Licensing

extension WRMHeader {
    /// What a packager puts into files that are encrypted with `key`.
    ///
    /// The oldest version that can say it, because each client reads that: 4.0 for counter mode, and 4.3, the first to
    /// know it, for block chaining. No server's address stands there: applications know where they get their licenses,
    /// and a file outlives an address.
    package init(describing key: ContentKey) throws(CryptographyFailure) {
        switch key.scheme {
        case .cenc:
            let checksum = try PlayReadyChecksum.bytes(of: key.key, for: key.keyID)
            self.init(version: .v4_0, keys: [Key(keyID: key.keyID, cipher: .ctr, checksum: checksum)])
        case .cbcs:
            self.init(version: .v4_3, keys: [Key(keyID: key.keyID, cipher: .cbc)])
        }
    }
}
