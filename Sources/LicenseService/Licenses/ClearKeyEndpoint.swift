internal import Bytes
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
            do throws(Problem) { asked = try Asked(request, desk.headers) } catch { return .now(Response(error)) }
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
        do throws(Problem) { asked = try Asked(request, desk.headers) } catch { return Response(error) }
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

    /// Keys are for whom they were made and for now.
    private static let fields = FieldBlock([Field("content-type", "application/json"), .noStore])

    private static func response(
        _ license: consuming ApprovedLicense, _ record: IssuanceRecorder.Draft?
    ) -> Response {
        var fields = fields
        // So that a viewer's complaint finds its issuance record.
        if let record { fields.append("evergrant-record", UUIDText.bytes(of: record.id.value).span) }
        return Response(ResponseHead(status: 200, fields), .bytes(ClearKeyLicense(license).bytes))
    }

    private func refuse(_ failure: LicenseFailure, on loop: isolated EventLoop) -> Response {
        if case .refused(let refused) = failure { recorder.note(refused, on: loop) }
        return Response(Problem(failure))
    }

    /// What stands in the request, before anybody is asked about it.
    private struct Asked {
        let license: LicenseRequest
        let token: LicenseToken

        init(_ request: Request, _ headers: TokenHeaders) throws(Problem) {
            do throws(ClearKeyRefusal) {
                license = try ClearKeyRequest(parsing: request.body).license
            } catch {
                throw Problem(error)
            }
            guard let bytes = TokenField.token(of: request) else {
                throw Problem(.tokenMissing, "A license needs a token: Authorization: Bearer, or ?token=.")
            }
            do throws(TokenRefusal) {
                token = try LicenseToken(parsing: bytes, knowing: headers)
            } catch {
                throw Problem(error)
            }
        }
    }
}
