internal import DRMSystems
internal import HTTPServer
internal import HTTPWire
internal import Licensing
internal import Reactor

/// `POST /v1/licenses/clearkey`: W3C EME Clear Key in JSON, whatever Content-Type the player forgot.
struct ClearKeyEndpoint {
    let desk: LicenseDesk
    let recorder: IssuanceRecorder

    /// The answer, or its promise, when nothing has to be read for it.
    func answerKnown(_ request: Request, on loop: isolated EventLoop) -> FirstAnswer {
        do throws(LicenseFailure) {
            let asked: Asked
            do throws(Problem) { asked = try Asked(request) } catch { return .now(Response(error)) }
            switch try desk.judgeKnown(asked.license, by: asked.token, at: .now(on: loop)) {
            case .granted(let license): return grant(license, on: loop)
            case .missing: return .inTask
            }
        } catch {
            return .now(refuse(error, on: loop))
        }
    }

    func answer(_ request: Request, on loop: isolated EventLoop) async -> Response {
        let asked: Asked
        do throws(Problem) { asked = try Asked(request) } catch { return Response(error) }
        do throws(LicenseFailure) {
            let license = try await desk.judge(asked.license, by: asked.token, on: loop)
            let record = recorder.record(granting: license)
            let response = Self.response(license, record)
            return await recorder.keep(record, on: loop).map { Response($0) } ?? response
        } catch {
            return refuse(error, on: loop)
        }
    }

    private func grant(_ license: consuming ApprovedLicense, on loop: isolated EventLoop) -> FirstAnswer {
        let record = recorder.record(granting: license)
        let response = Self.response(license, record)
        let promise = AnswerPromise()
        let keeping = recorder.keep(record, on: loop) { problem in
            promise.keep(problem.map { Response($0) } ?? response, on: loop)
        }
        switch keeping {
        case .settled(let problem): return .now(problem.map { Response($0) } ?? response)
        case .promised: return .promised(promise)
        }
    }

    private static func response(
        _ license: consuming ApprovedLicense, _ record: IssuanceRecorder.Draft?
    ) -> Response {
        var response = Response(type: "application/json", ClearKeyLicense(license).bytes)
        response.head.append(.noStore)
        if let record { response.head.append(.record(record.id)) }
        return response
    }

    private func refuse(_ failure: LicenseFailure, on loop: isolated EventLoop) -> Response {
        if case .refused(let refused) = failure { recorder.note(refused, on: loop) }
        return Response(Problem(failure))
    }

    /// What stands in the request, before anybody is asked about it.
    private struct Asked {
        let license: LicenseRequest
        let token: LicenseToken

        init(_ request: Request) throws(Problem) {
            do throws(ClearKeyRefusal) {
                license = try ClearKeyRequest(parsing: request.body).license
            } catch {
                throw Problem(error)
            }
            guard let bytes = TokenField.token(of: request) else {
                throw Problem(.tokenMissing, "A license needs a token: Authorization: Bearer, or ?token=.")
            }
            do throws(TokenRefusal) { token = try LicenseToken(parsing: bytes) } catch { throw Problem(error) }
        }
    }
}
