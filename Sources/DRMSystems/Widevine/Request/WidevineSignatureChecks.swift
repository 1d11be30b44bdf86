internal import Cryptography

/// The checks of the signatures that a request for a new license takes: its model's, its device's and its own.
///
/// Counted, because in privacy mode a refusal that has cost fewer of them than another would say by its time what it
/// does not say in words.
struct WidevineSignatureChecks {
    static let ofWholeRequest = 3

    /// Of certificates that were good before.
    let known: KnownSignatures
    private(set) var count = 0

    init(known: KnownSignatures) { self.known = known }

    /// Whether a certificate was signed by the key in `der`, which takes no check when it is known.
    mutating func isSigned(_ certificate: WidevineSignedCertificate, by der: [UInt8]) throws(WidevineRefusal) -> Bool {
        try known.isGood([der, certificate.withoutSigner.bytes]) { () throws(WidevineRefusal) in
            try run { () throws(CryptographyFailure) in
                guard let key = try? RSAPublicKey(pkcs1: der) else { return false }
                return try certificate.isSigned(by: key)
            }
        }
    }

    mutating func run(_ check: () throws(CryptographyFailure) -> Bool) throws(WidevineRefusal) -> Bool {
        count += 1
        return try WidevineRefusal.computing(check)
    }

    /// Checks as many more as a whole request takes, for nothing.
    ///
    /// - Parameter key: Read anew each time, as the certificates' keys are.
    mutating func makeUp(with key: [UInt8]) {
        while count < Self.ofWholeRequest {
            _ = try? run { () throws(CryptographyFailure) in
                guard let key = try? RSAPublicKey(pkcs1: key) else { return false }
                return try key.isValid([UInt8](repeating: 1, count: key.byteCount), for: [], digest: .sha1)
            }
        }
    }
}
