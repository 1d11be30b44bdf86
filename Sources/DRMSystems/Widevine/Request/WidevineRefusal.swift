package import Bytes
package import Cryptography

/// What a Widevine client is told when it gets no license (`LicenseError.Error`).
package enum WidevineLicenseError: UInt64, Equatable, Sendable, CaseIterable {
    case invalidDeviceCertificate = 1
    case revokedDeviceCertificate = 2
    case serviceUnavailable = 3
    case expiredDeviceCertificate = 4

    /// The body to answer with.
    package var answer: [UInt8] {
        var error = ProtobufWriter()
        error.append(1, integer: rawValue)
        return WidevineSignedMessage(.error, message: error.bytes).bytes
    }
}

/// Why a Widevine request gets no license.
///
/// For logs and metrics: what the client hears is one of four numbers.
package enum WidevineRefusal: Error, Equatable, Sendable {
    case tooLong(limit: Int)
    case malformed(Malformed)
    /// Well formed, but of a kind that we do not answer.
    case unsupported(Feature)
    case noContent
    case tooManyKeyIDs(limit: Int)
    /// The device's certificate was not issued under our root, or not as it should be.
    case untrustedDevice
    case expiredDevice
    case revokedDevice
    /// The request was not signed by the device, or not by the holder of the license it names.
    case badSignature
    /// Something before the end of the signature's check went wrong in privacy mode: what, nobody is told.
    case notAuthentic
    /// A renewal or release of a license that we did not issue, or under a secret that is gone.
    case unknownLicense
    /// A renewal that the policy does not offer, or of keys that are no longer all allowed.
    case notRenewable
    /// OpenSSL could not do it.
    case failed(CryptographyFailure)

    package enum Feature: String, Sendable {
        case messageType, requestType, protocolVersion, clientIdentification, elliptic
    }

    /// What the client is told.
    ///
    /// "Invalid certificate" makes some devices ask for a new one, so it is kept for what has to do with theirs.
    package var licenseError: WidevineLicenseError {
        switch self {
        case .untrustedDevice, .badSignature, .notAuthentic: .invalidDeviceCertificate
        case .unsupported(.clientIdentification), .unsupported(.elliptic): .invalidDeviceCertificate
        case .expiredDevice: .expiredDeviceCertificate
        case .revokedDevice: .revokedDeviceCertificate
        case .tooLong, .malformed, .unsupported, .noContent, .tooManyKeyIDs: .serviceUnavailable
        case .unknownLicense, .notRenewable, .failed: .serviceUnavailable
        }
    }

    /// The body to answer with.
    package var answer: [UInt8] { licenseError.answer }
}

extension WidevineRefusal {
    /// Runs a reader of the format, whose errors mean a malformed request.
    static func reading<Value>(_ read: () throws(Malformed) -> Value) throws(WidevineRefusal) -> Value {
        do { return try read() } catch { throw .malformed(error) }
    }

    /// Runs an operation of OpenSSL that fails only when OpenSSL does.
    static func computing<Value>(
        _ compute: () throws(CryptographyFailure) -> Value
    ) throws(WidevineRefusal) -> Value {
        do { return try compute() } catch { throw .failed(error) }
    }
}
