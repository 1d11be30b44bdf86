internal import Bytes
internal import DRMSystems
internal import HTTPServer
internal import Licensing

/// Widevine as its players speak it: one message in the body, and one in the answer.
struct WidevineSystem: OneStepSystem {
    static let mediaType = "application/octet-stream"

    let provider: WidevineProvider

    /// Players that keep their identity to themselves ask for the certificate first, and have no token to show for it.
    func answerToAnyone(_ request: Request) -> Response? {
        guard WidevineProvider.asksForServiceCertificate(Array(request.bodyBytes.prefix(3))) else { return nil }
        return SystemAnswer.license(provider.serviceCertificateAnswer, as: Self.mediaType).response()
    }

    func read(_ letter: Letter, at now: Timestamp) throws(SystemAnswer) -> WidevineChallenge {
        do throws(WidevineRefusal) {
            return try WidevineChallenge(parsing: letter.body, by: provider, at: now)
        } catch {
            throw SystemAnswer(error)
        }
    }

    func license(_ approval: consuming ApprovedLicense, answering challenge: WidevineChallenge) -> SystemAnswer {
        do throws(WidevineRefusal) {
            let license = try WidevineLicense(approval, answering: challenge, by: provider)
            return .license(license.bytes, as: Self.mediaType)
        } catch {
            return SystemAnswer(error)
        }
    }
}

extension WidevineSystem {
    /// What the policy says is no number of Widevine's, so the application finds it in a field.
    func answer(to refusal: LicenseRefusal) -> Response {
        let code = Problem(refusal).code
        return SystemAnswer(
            status: code.status, mediaType: Self.mediaType, bytes: WidevineLicenseError.serviceUnavailable.answer,
            problem: code
        ).response()
    }
}

extension WidevineChallenge: LicenseChallenge {}

extension SystemAnswer {
    fileprivate init(_ refusal: WidevineRefusal) {
        self.init(status: refusal.status, mediaType: WidevineSystem.mediaType, bytes: refusal.answer)
    }
}

extension WidevineRefusal {
    /// Whatever has to do with the device is one status: which of them it was, the four numbers say, or nobody does.
    fileprivate var status: Int {
        switch self {
        case .tooLong, .malformed, .noContent, .tooManyKeyIDs: 400
        case .unsupported(.messageType), .unsupported(.requestType), .unsupported(.protocolVersion): 400
        case .unsupported(.clientIdentification), .unsupported(.elliptic): 403
        case .untrustedDevice, .expiredDevice, .revokedDevice, .badSignature, .notAuthentic: 403
        case .unknownLicense, .notRenewable: 403
        case .failed: 500
        }
    }
}
