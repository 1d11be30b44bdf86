internal import Bytes
internal import DRMSystems
internal import HTTPServer
internal import HTTPWire
internal import Licensing
internal import Postgres
internal import Reactor

/// `POST /v1/licenses/clearkey`: W3C EME Clear Key in JSON, whatever Content-Type the player forgot.
struct ClearKeyEndpoint {
    let desk: LicenseDesk
    let recorder: IssuanceRecorder

    /// The answer, or its promise; a task is for what is read once for thousands of licenses, a site's policies say.
    ///
    /// - Parameter lackOfRoom: Why a request may not wait for the database now.
    func answerKnown(
        _ request: Request, on loop: isolated EventLoop, unless lackOfRoom: () -> Problem?
    ) -> FirstAnswer {
        do throws(Problem) {
            return answerKnown(try Asked.of(request, at: desk), on: loop, unless: lackOfRoom)
        } catch {
            return .now(Response(error))
        }
    }

    private func answerKnown(
        _ asked: Asked, on loop: isolated EventLoop, unless lackOfRoom: () -> Problem?
    ) -> FirstAnswer {
        do throws(LicenseFailure) {
            switch try desk.judgeKnown(asked.license, by: asked.token, at: .now(on: loop)) {
            case .granted(let license): return grant(license, on: loop)
            case .missing(.keys(let keyIDs)):
                if let problem = lackOfRoom() { return .now(Response(problem)) }
                return promise(asked, once: keyIDs, on: loop)
            case .missing: return .inTask
            }
        } catch {
            return .now(refuse(error, on: loop))
        }
    }

    func answer(_ request: Request, on loop: isolated EventLoop) async -> Response {
        do throws(Problem) { return await answer(try .of(request, at: desk), on: loop) } catch {
            return Response(error)
        }
    }

    private func answer(_ asked: Asked, on loop: isolated EventLoop) async -> Response {
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
        let draft = recorder.record(granting: license)
        return recorder.keep(draft, of: Self.response(license, draft), on: loop)
    }

    /// Asks for the keys together with whoever else asks in this turn; the answer comes when they do.
    private func promise(_ asked: Asked, once keyIDs: [KeyID], on loop: isolated EventLoop) -> FirstAnswer {
        let promise = AnswerPromise()
        desk.learn(keyIDs, on: loop) { read in answer(asked, after: read, to: promise, on: loop) }
        return .promised(promise)
    }

    /// - Parameter read: The keys, or why they could not be read.
    private func answer(
        _ asked: Asked, after read: Result<JustRead, DatabaseError>, to promise: AnswerPromise,
        on loop: isolated EventLoop
    ) {
        do throws(LicenseFailure) {
            switch try desk.judge(asked.license, by: asked.token, after: read, at: .now(on: loop)) {
            case .granted(let license):
                let draft = recorder.record(granting: license)
                recorder.keep(draft, of: Self.response(license, draft), for: promise, on: loop)
            case .missing:  // Something else has ceased to be fresh meanwhile.
                Task { promise.keep(await answer(asked, on: loop), on: loop) }
            }
        } catch {
            promise.keep(refuse(error, on: loop), on: loop)
        }
    }

    /// Keys are for whom they were made and for now.
    private static let fields = FieldBlock([Field("content-type", "application/json"), .noStore])

    private static func response(
        _ license: consuming ApprovedLicense, _ record: IssuanceRecorder.Draft?
    ) -> Response {
        var fields = FieldBlock()
        // So that a viewer's complaint finds its issuance record. First, while the block has room to grow.
        if let record { fields.append("evergrant-record", UUIDText.bytes(of: record.id.value).span) }
        fields.append(Self.fields)
        return Response(ResponseHead(status: 200, fields), .bytes(ClearKeyLicense(license).bytes))
    }

    private func refuse(_ failure: LicenseFailure, on loop: isolated EventLoop) -> Response {
        if case .refused(let refused) = failure { recorder.note(refused, on: loop) }
        return Response(Problem(failure))
    }

    /// What stands in the request, before anybody is asked about it.
    private struct Asked {
        let license: LicenseRequest
        let token: PresentedToken

        static func of(_ request: Request, at desk: LicenseDesk) throws(Problem) -> Asked {
            Asked(license: try license(in: request), token: try token(in: request, at: desk))
        }

        private static func license(in request: Request) throws(Problem) -> LicenseRequest {
            do throws(ClearKeyRefusal) {
                return try ClearKeyRequest(parsing: request.bodyBytes).license
            } catch {
                throw Problem(error)
            }
        }

        private static func token(in request: Request, at desk: LicenseDesk) throws(Problem) -> PresentedToken {
            guard let bytes = TokenField.token(of: request) else {
                throw .tokenMissing
            }
            do throws(TokenRefusal) {
                return try desk.token(in: bytes.span)
            } catch {
                throw Problem(error)
            }
        }
    }
}
