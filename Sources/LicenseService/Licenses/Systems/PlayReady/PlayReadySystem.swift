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
        TokenField.token(of: request) ?? CustomData.content(of: request.bodyBytes)
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

/// Finds a token in a challenge before anybody has read the challenge.
///
/// A token proves itself, so it does not matter who put it there: nothing else of the body is believed on its account.
enum CustomData {
    private static let start = Array("<CustomData>".utf8)

    /// What stands in the first element of that name; nil for anything with markup or white space in it.
    static func content(of body: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        var rest = body
        while let open = rest.firstIndex(of: UInt8(ascii: "<")) {
            rest = rest[open...]
            guard rest.starts(with: start) else {
                rest = rest.dropFirst()
                continue
            }
            let content = rest.dropFirst(start.count).prefix { $0 != UInt8(ascii: "<") }
            let isPlain = content.allSatisfy { $0 > 0x20 && $0 != UInt8(ascii: "&") }
            return isPlain && !content.isEmpty ? content : nil
        }
        return nil
    }
}
