import Cryptography
import Foundation
import HTTPClient
import HTTPWire
import LocalRegions
import Reactor

/// Asks a server and says what may be concluded from its answer.
struct ChaosClient: Sendable {
    let requester: HTTPRequester
    let loop: EventLoop
    let apiKey: String

    /// Problems whose documentation promises that nothing was done.
    ///
    /// A 503 with another one promises nothing: of a write that got `database-unavailable` either may be true.
    static let nothingDone: Set<String> = ["read-only-region", "stale-primary", "journal-unavailable", "overloaded"]

    /// Longer than the server waits for the other region.
    private static let packagerDeadlines = ClientDeadlines(
        connect: .milliseconds(700), status: .seconds(3), total: .seconds(3))
    private static let playerDeadlines = ClientDeadlines(
        connect: .milliseconds(700), status: .milliseconds(1_500), total: .seconds(2))

    func put(_ url: URL, scheme: String) async -> Outcome {
        let track = { (type: String) in #"{"type":"\#(type)","scheme":"\#(scheme)"}"# }
        let body = #"{"tracks":[\#(track("SD")),\#(track("AUDIO"))]}"#
        let request = packagerRequest(.put, body: body)
        return await outcome(of: request, to: url, within: Self.packagerDeadlines, reading: ContentBody.self)
    }

    func read(_ url: URL) async -> Outcome {
        await outcome(of: packagerRequest(.get), to: url, within: Self.packagerDeadlines, reading: ContentBody.self)
    }

    func license(_ url: URL, token: String, challenge: Data) async -> Outcome {
        let request = ClientRequest(
            method: .post, fields: [Field("authorization", "Bearer \(token)")], body: [UInt8](challenge))
        return await outcome(of: request, to: url, within: Self.playerDeadlines, reading: LicenseBody.self)
    }

    private func packagerRequest(_ method: RequestMethod, body: String = "") -> ClientRequest {
        let type = body.isEmpty ? [] : [Field("content-type", "application/json")]
        return ClientRequest(
            method: method, fields: [Field("authorization", "Bearer \(apiKey)")] + type, body: Array(body.utf8))
    }

    private func outcome(
        of request: ClientRequest, to url: URL, within deadlines: ClientDeadlines,
        reading body: (some AnswerBody).Type
    ) async -> Outcome {
        do {
            let address = try HTTPAddress(parsing: url.absoluteString)
            let answer = try await requester.send(request, to: address, deadlines: deadlines, on: loop)
            return Outcome(answer, reading: body)
        } catch let failure as HTTPClientFailure where failure.isSafeToRetry {
            return .refused(status: 0, problem: "\(failure)")
        } catch {
            return .unknown("\(error)")
        }
    }
}

extension Outcome {
    fileprivate init(_ answer: ClientResponse, reading type: (some AnswerBody).Type) {
        let body = Data(answer.body)
        switch answer.status {
        case 200...299:
            guard let content = try? JSONDecoder().decode(type, from: body) else {
                self = .unknown("\(answer.status) with a body that cannot be read")
                return
            }
            self = .acknowledged(
                Acknowledgment(
                    status: answer.status, mode: answer.fields.first("evergrant-mode"), keys: content.heldKeys,
                    durableIn: content.regions, record: answer.fields.first("evergrant-record")))
        case 400...499:
            self = .refused(status: answer.status, problem: body.problem)
        default:
            let problem = body.problem
            let isClear = answer.status == 503 && problem.map(ChaosClient.nothingDone.contains) == true
            self = isClear ? .refused(status: 503, problem: problem) : .unknown("\(answer.status) \(problem ?? "")")
        }
    }
}

extension Data {
    /// The code at the end of a problem's type (RFC 9457).
    fileprivate var problem: String? {
        struct Body: Decodable { let type: String }
        return (try? JSONDecoder().decode(Body.self, from: self))?.type.split(separator: "/").last.map(String.init)
    }
}
