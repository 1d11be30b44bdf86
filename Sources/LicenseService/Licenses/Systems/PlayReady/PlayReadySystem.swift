internal import Bytes
internal import DRMSystems
internal import HTTPServer
internal import Licensing

/// PlayReady as its players speak it: SOAP over HTTP, and faults for what is refused.
struct PlayReadySystem: OneStepSystem {
    fileprivate static let mediaType = "text/xml; charset=utf-8"

    let provider: PlayReadyProvider

    /// Also what the application put into the challenge, for players that send no field of its choice.
    func token(of request: Request) -> ArraySlice<UInt8>? {
        TokenField.token(of: request) ?? PlayReadyCustomData.content(of: request.bodyBytes)
    }

    func read(_ letter: Letter, at now: Timestamp) throws(SystemAnswer) -> PlayReadyChallenge {
        do throws(PlayReadyRefusal) {
            return try PlayReadyChallenge(parsing: letter.body, by: provider, at: now)
        } catch {
            throw SystemAnswer(error.fault)
        }
    }

    func license(_ approval: consuming ApprovedLicense, answering challenge: PlayReadyChallenge) -> SystemAnswer {
        do throws(PlayReadyRefusal) {
            let license = try PlayReadyLicense(approval, answering: challenge, by: provider)
            return .license(license.bytes, as: Self.mediaType)
        } catch {
            return SystemAnswer(error.fault)
        }
    }

    /// What the policy says is for the application, in a fault; players have a word of their own for too many devices.
    func answer(to refusal: LicenseRefusal) -> Response {
        let code = Problem(refusal).code
        let fault: PlayReadyFault.Code = refusal == .deviceLimitReached ? .deviceLimitReached : .serviceSpecific
        var answer = SystemAnswer(PlayReadyFault(fault, customData: code.rawValue))
        answer.problem = code
        return answer.response()
    }
}

extension PlayReadyChallenge: LicenseChallenge {}

extension SystemAnswer {
    /// Players look for a fault behind the status 500 and behind no other.
    fileprivate init(_ fault: PlayReadyFault) {
        self.init(status: 500, mediaType: PlayReadySystem.mediaType, bytes: fault.bytes)
    }
}
