package import Bytes
internal import Cryptography

/// What a licensee brings: certificates with their keys, and where the keys of devices come from.
///
/// All of it is Apple's and the licensee's, and none of it is ours to ship.
package struct FairPlayProvider: Sendable {
    /// Where `DASk`, the key of one device and one request, comes from.
    package enum DeviceKeys: Sendable {
        /// Always this one: as the test vectors of Apple's SDK have it, and no device.
        case fixed(Secret)
        /// From the licensee's own program, which knows the application secret key and the derivation.
        case helper
    }

    package static let deviceKeyByteCount = 16

    /// In the order given; players are sent the first.
    package let certificates: [FairPlayCertificate]
    package let deviceKeys: DeviceKeys

    package init(
        certificates: [FairPlayCertificate], deviceKeys: DeviceKeys
    ) throws(FairPlayCertificateFailure) {
        guard !certificates.isEmpty else { throw .none }
        let limit = DRMSystemsLimits.fairPlayCertificatesMax
        guard certificates.count <= limit else { throw .tooMany(limit: limit) }
        guard Set(certificates.map(\.hash)).count == certificates.count else { throw .repeated }
        if case .fixed(let key) = deviceKeys, key.count != Self.deviceKeyByteCount { throw .deviceKeyLength }
        self.certificates = certificates
        self.deviceKeys = deviceKeys
    }

    /// The certificate that an SPC was made for; a handful, and their hashes are public.
    func certificate(hash: [UInt8]) -> FairPlayCertificate? { certificates.first { $0.hash == hash } }
}
