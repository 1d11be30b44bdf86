internal import Bytes
internal import HTTPServer
internal import HTTPWire
internal import Licensing
internal import Postgres
internal import Reactor

/// An endpoint that gives licenses, whichever system it speaks.
protocol LicenseEndpoint {
    /// The answer, or its promise.
    ///
    /// - Parameter lackOfRoom: Why a request may not wait now.
    func answerKnown(_ request: Request, on loop: isolated EventLoop, unless lackOfRoom: () -> Problem?) -> FirstAnswer

    func answer(_ request: Request, on loop: isolated EventLoop) async -> Response
}

/// `POST /v1/licenses/…` of a system whose challenges take private keys to open.
///
/// First the token, which costs microseconds, so that nothing dear is done for strangers. Then the challenge is opened
/// in the workshop, judged on the loop like any other, and the license is written in the workshop. It leaves when its
/// record is on stable storage.
struct SystemEndpoint<System: LicenseSystem>: LicenseEndpoint {
    let system: System
    let desk: LicenseDesk
    let recorder: IssuanceRecorder
    let bench: Bench
    let metrics: ServerMetrics

    func answerKnown(
        _ request: Request, on loop: isolated EventLoop, unless lackOfRoom: () -> Problem?
    ) -> FirstAnswer {
        if let answer = system.answerToAnyone(request) { return .now(answer) }
        do throws(Problem) {
            let token = try presentedToken(of: request)
            guard try isGood(token, on: loop) else { return .inTask }
            if let problem = lackOfRoom() { throw problem }
            let promise = AnswerPromise()
            open(Letter(request), by: token, on: loop) { promise.keep($0, on: loop) }
            return .promised(promise)
        } catch {
            return .now(system.answer(to: error))
        }
    }

    /// The same when the token's key has to be read first.
    func answer(_ request: Request, on loop: isolated EventLoop) async -> Response {
        if let answer = system.answerToAnyone(request) { return answer }
        do throws(Problem) {
            let token = try presentedToken(of: request)
            do throws(LicenseFailure) { try await desk.verify(token, on: loop) } catch { throw Problem(error) }
            return await answer(Letter(request), by: token, on: loop)
        } catch {
            return system.answer(to: error)
        }
    }

    private func presentedToken(of request: Request) throws(Problem) -> PresentedToken {
        guard let bytes = system.token(of: request) else { throw .tokenMissing }
        do throws(TokenRefusal) { return try desk.token(in: bytes.span) } catch { throw Problem(error) }
    }

    /// - Returns: False when that cannot be said before the token's key has been read.
    private func isGood(_ token: PresentedToken, on loop: isolated EventLoop) throws(Problem) -> Bool {
        do throws(LicenseFailure) {
            return try desk.verifyKnown(token, at: .now(on: loop))
        } catch {
            throw Problem(error)
        }
    }

    private func answer(_ letter: Letter, by token: PresentedToken, on loop: isolated EventLoop) async -> Response {
        let received = ReceivedAnswer()
        await withCheckedContinuation { continuation in
            open(letter, by: token, on: loop) { response in
                received.response = response
                continuation.resume()
            }
        }
        return received.response ?? Response(Problem(.internal, "The license could not be made."))
    }
}

// MARK: The way of a license; each step calls the next, and the last one `then`

extension SystemEndpoint {
    typealias Answering = (Response) -> Void

    private func open(
        _ letter: Letter, by token: PresentedToken, on loop: isolated EventLoop, then: @escaping Answering
    ) {
        system.open(letter, at: Moment.now(on: loop).wall, on: bench, on: loop) { opened in
            switch opened {
            case .success(let challenge): judge(challenge, by: token, on: loop, then: then)
            case .failure(.refused(let answer)): then(answer.response())
            case .failure(.impossible(let problem)): then(system.answer(to: problem))
            case .failure(.noTime): then(system.answer(to: .workshopFull))
            }
        }
    }

    private func judge(
        _ challenge: System.Challenge, by token: PresentedToken, on loop: isolated EventLoop,
        then: @escaping Answering
    ) {
        do throws(LicenseFailure) {
            switch try desk.judgeKnown(challenge.license, by: token, at: .now(on: loop)) {
            case .granted(let approval): write(approval, answering: challenge, on: loop, then: then)
            case .missing(.keys(let keyIDs)):
                desk.learn(keyIDs, on: loop) { judge(challenge, by: token, after: $0, on: loop, then: then) }
            case .missing: judgeInTask(challenge, by: token, on: loop, then: then)
            }
        } catch {
            then(refuse(error, on: loop))
        }
    }

    /// - Parameter read: The keys, or why they could not be read.
    private func judge(
        _ challenge: System.Challenge, by token: PresentedToken, after read: Result<JustRead, DatabaseError>,
        on loop: isolated EventLoop, then: @escaping Answering
    ) {
        do throws(LicenseFailure) {
            switch try desk.judge(challenge.license, by: token, after: read, at: .now(on: loop)) {
            case .granted(let approval): write(approval, answering: challenge, on: loop, then: then)
            // Something else has ceased to be fresh meanwhile.
            case .missing: judgeInTask(challenge, by: token, on: loop, then: then)
            }
        } catch {
            then(refuse(error, on: loop))
        }
    }

    /// Reads whatever is missing; a site's policies serve thousands of licenses, a content's key IDs as many.
    private func judgeInTask(
        _ challenge: System.Challenge, by token: PresentedToken, on loop: isolated EventLoop,
        then: @escaping Answering
    ) {
        Task {
            do throws(LicenseFailure) {
                let approval = try await desk.judge(challenge.license, by: token, on: loop)
                write(approval, answering: challenge, on: loop, then: then)
            } catch {
                then(refuse(error, on: loop))
            }
        }
    }

    private func write(
        _ approval: consuming ApprovedLicense, answering challenge: System.Challenge, on loop: isolated EventLoop,
        then: @escaping Answering
    ) {
        let draft = recorder.record(granting: approval)
        bench.submit(approval, .further, on: loop) { [system] approval in
            system.license(approval, answering: challenge)
        } then: { written in
            switch written {
            case .success(let answer) where answer.isLicense: keep(draft, of: answer, on: loop, then: then)
            case .success(let answer): then(answer.response())
            case .failure: then(system.answer(to: .workshopFull))
            }
        }
    }

    private func keep(
        _ draft: IssuanceRecorder.Draft?, of answer: SystemAnswer, on loop: isolated EventLoop,
        then: @escaping Answering
    ) {
        let license = answer.response(recordedAs: draft?.id)
        let finish = { (problem: Problem?) in
            if problem == nil { metrics.licenses.countGranted(of: bench.system) }
            then(problem.map(system.answer) ?? license)
        }
        if case .settled(let problem) = recorder.keep(draft, on: loop, then: finish) { finish(problem) }
    }

    private func refuse(_ failure: LicenseFailure, on loop: isolated EventLoop) -> Response {
        guard case .refused(let refused) = failure else { return system.answer(to: Problem(failure)) }
        recorder.note(refused, on: loop)
        return system.answer(to: refused.reason)
    }
}

/// Where the answer waits for its task, on the loop.
private final class ReceivedAnswer {
    var response: Response?
}

extension Problem {
    static let tokenMissing = Problem(
        .tokenMissing, "A license needs a token: Authorization: Bearer, or ?token=.")

    /// The players of this system ask for more than its share of the processors; the other systems have theirs.
    static let workshopFull = Problem(
        .overloaded, "More licenses of this system are asked for than can be made.", retryAfter: .seconds(1))
}
