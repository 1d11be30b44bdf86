internal import Bytes
internal import HTTPServer
internal import HTTPWire
internal import Licensing
internal import Reactor

/// What a DRM system brings to the way that all of their licenses go: opening a challenge, writing a license, saying
/// no.
///
/// A value that never changes, so its work can be done on any thread.
protocol LicenseSystem: Sendable {
    associatedtype Challenge: LicenseChallenge

    /// What anybody is answered, with a token or without; nil for what is a challenge.
    func answerToAnyone(_ request: Request) -> Response?

    /// Where a request carries its token.
    func token(of request: Request) -> ArraySlice<UInt8>?

    /// Opens a challenge, on the bench as far as that takes private keys.
    ///
    /// - Parameter then: Called once, on the loop, and never before this returns.
    func open(
        _ letter: Letter, at now: Timestamp, on bench: Bench, on loop: isolated EventLoop,
        then: @escaping (Result<Challenge, Unopened>) -> Void)

    /// The license, or why it could not be written; on any thread.
    func license(_ approval: consuming ApprovedLicense, answering challenge: Challenge) -> SystemAnswer

    /// What the token or the policy does not allow, in words that the system's players read.
    func answer(to refusal: LicenseRefusal) -> Response

    /// A refusal that has nothing to do with the challenge.
    func answer(to problem: Problem) -> Response
}

/// A system whose challenges open in one piece of work.
protocol OneStepSystem: LicenseSystem {
    /// On any thread.
    func read(_ letter: Letter, at now: Timestamp) throws(SystemAnswer) -> Challenge
}

/// A challenge that has been opened and found whole.
protocol LicenseChallenge: Sendable {
    var license: LicenseRequest { get }
}

/// What a player sent, apart from its token.
struct Letter: Sendable {
    let body: [UInt8]
    let contentType: String?

    init(_ request: Request) {
        body = request.body
        contentType = request.head.fields.bytes(of: "content-type").map { String(decoding: $0, as: UTF8.self) }
    }
}

/// Why a challenge was not opened.
enum Unopened: Error {
    case refused(SystemAnswer)
    /// It may be a good one: what it takes to open it is not to be had now.
    case impossible(Problem)
    case noTime(Workshop.Refusal)
}

/// One system's line in the workshop: its players wait behind no other system's.
struct Bench: Sendable {
    let system: DRMSystem
    private let workshop: Workshop
    private let line: Int

    init(_ system: DRMSystem, in workshop: Workshop) {
        (self.system, self.workshop) = (system, workshop)
        line = DRMSystem.allCases.firstIndex(of: system) ?? 0
    }

    /// - Parameter then: Called once, on the loop, and never before this returns.
    func submit<Input: ~Copyable & Sendable, Output: Sendable>(
        _ input: consuming Input, _ stage: Workshop.Stage = .first, on loop: isolated EventLoop,
        _ work: @escaping @Sendable (consuming Input) -> Output,
        then: @escaping (Result<Output, Workshop.Refusal>) -> Void
    ) {
        workshop.submit(input, line: line, stage, on: loop, work, then: then)
    }
}

extension LicenseSystem {
    func answerToAnyone(_ request: Request) -> Response? { nil }

    func token(of request: Request) -> ArraySlice<UInt8>? { TokenField.token(of: request) }

    func answer(to refusal: LicenseRefusal) -> Response { answer(to: Problem(refusal)) }

    func answer(to problem: Problem) -> Response { Response(problem) }
}

extension OneStepSystem {
    func open(
        _ letter: Letter, at now: Timestamp, on bench: Bench, on loop: isolated EventLoop,
        then: @escaping (Result<Challenge, Unopened>) -> Void
    ) {
        bench.submit(letter, on: loop) { letter -> Result<Challenge, SystemAnswer> in
            do throws(SystemAnswer) { return .success(try read(letter, at: now)) } catch { return .failure(error) }
        } then: { opened in
            switch opened {
            case .success(let result): then(result.mapError(Unopened.refused))
            case .failure(let refusal): then(.failure(.noTime(refusal)))
            }
        }
    }
}
