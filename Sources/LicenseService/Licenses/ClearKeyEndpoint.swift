internal import DRMSystems
internal import HTTPServer
internal import HTTPWire
internal import Licensing
internal import Reactor

/// `POST /v1/licenses/clearkey`: W3C EME Clear Key in JSON, whatever Content-Type the player forgot.
struct ClearKeyEndpoint {
    let desk: LicenseDesk

    /// The answer, when nothing has to be read for it.
    func answerKnown(_ request: Request, on loop: isolated EventLoop) -> Response? {
        do throws(LicenseFailure) {
            let asked: Asked
            do throws(Problem) { asked = try Asked(request) } catch { return Response(error) }
            switch try desk.judgeKnown(asked.license, by: asked.token, at: .now(on: loop)) {
            case .granted(let license): return grant(license)
            case .missing: return nil
            }
        } catch {
            return Response(Problem(error))
        }
    }

    func answer(_ request: Request, on loop: isolated EventLoop) async -> Response {
        let asked: Asked
        do throws(Problem) { asked = try Asked(request) } catch { return Response(error) }
        do throws(LicenseFailure) {
            return grant(try await desk.judge(asked.license, by: asked.token, on: loop))
        } catch {
            return Response(Problem(error))
        }
    }

    private func grant(_ license: consuming ApprovedLicense) -> Response {
        var response = Response(type: "application/json", ClearKeyLicense(license).bytes)
        response.head.append(.noStore)
        return response
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
