package import Cryptography

/// Why a PlayReady client gets no license; what it hears is the fault that each stands for.
package enum PlayReadyRefusal: Error, Equatable, Sendable {
    /// Not a license request as we read it.
    case malformed
    /// Whatever is wrong with digests, signatures, keys, padding or certificates: nobody learns which.
    case untrusted
    case revokedDevice
    case unsupportedProtocol
    case header(WRMHeaderFailure)
    /// The header's checksum is another key's.
    case wrongChecksum
    /// The server's own trouble, for its log.
    case serverFailure(CryptographyFailure)
}

extension PlayReadyRefusal {
    package var fault: PlayReadyFault {
        switch self {
        case .malformed, .untrusted: PlayReadyFault(.invalidMessage)
        case .revokedDevice: PlayReadyFault(.deviceRevoked)
        case .unsupportedProtocol: PlayReadyFault(.protocolVersionMismatch)
        case .header(.malformed): PlayReadyFault(.invalidHeader)
        case .header(.unsupportedVersion): PlayReadyFault(.unsupportedHeaderVersion)
        case .wrongChecksum: PlayReadyFault(.invalidChecksum)
        case .serverFailure: PlayReadyFault(.internalError)
        }
    }

    /// The SOAP fault, for a response with the status 500.
    package var answer: [UInt8] { fault.bytes }
}
