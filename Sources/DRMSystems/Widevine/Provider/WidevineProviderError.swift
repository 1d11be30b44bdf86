package import Bytes
package import Cryptography

/// Why no licenses can be issued with what was configured; fit for the operator.
package enum WidevineProviderError: Error, Equatable, Sendable {
    case unreadableRoot(KeyFailure)
    case unreadableCertificate(Malformed)
    case notAServiceCertificate
    case notSignedByRoot
    case unreadableKey(KeyFailure)
    case foreignKey
    case testKeys
}

extension WidevineProviderError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreadableRoot(let failure): "the root is no RSAPublicKey in DER: \(failure)"
        case .unreadableCertificate(let malformed): "the service certificate cannot be read: \(malformed)"
        case .notAServiceCertificate: "the service certificate lacks its type, its serial number or its provider"
        case .notSignedByRoot: "the service certificate is not signed by the root"
        case .unreadableKey(let failure): "the service certificate's key: \(failure)"
        case .foreignKey: "the key is not that of the service certificate"
        case .testKeys: "the keys come from `evergrant testkit`, whose devices anybody can make"
        }
    }
}
