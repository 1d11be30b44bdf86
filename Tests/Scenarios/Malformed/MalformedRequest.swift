import Foundation
import LocalRegions

/// A request that must be refused, and how.
struct MalformedRequest {
    let name: String
    let request: WebRequest
    /// The problem's code; `docs/problems.md` has each.
    let problem: String

    init(_ name: String, _ request: WebRequest, _ problem: String) {
        self.name = name
        self.request = request
        self.problem = problem
    }
}

/// Builds requests to one region that are good but for one thing.
struct RequestMaker {
    let region: RegionEndpoints
    let site: String
    let apiKey: String
    let keyID: String

    var challenge: Data { get throws { try ClearKeyChallenge(keyIDs: [keyID]).encoded() } }
    var goodDocument: String { #"{"tracks":[{"type":"SD","scheme":"cenc"},{"type":"AUDIO","scheme":"cenc"}]}"# }

    func license(_ body: Data, token: String?, headers: [(name: String, value: String)] = []) -> WebRequest {
        let authorization = token.map { [(name: "Authorization", value: "Bearer \($0)")] } ?? []
        return WebRequest(
            "POST", region.secure.appending(path: "v1/licenses/clearkey"), headers: authorization + headers, body: body)
    }

    func put(
        _ body: Data, content: String = "other", key: String? = nil,
        headers: [(name: String, value: String)] = [("Content-Type", "application/json")]
    ) -> WebRequest {
        WebRequest(
            "PUT", region.secure.appending(path: "v1/sites/\(site)/contents/\(content)"),
            headers: headers + [("Authorization", "Bearer \(key ?? apiKey)")], body: body)
    }
}
