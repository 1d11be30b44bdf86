package import Foundation

/// Asks servers through `curl`: another project's HTTP, so that a mistake of ours cannot agree with itself.
package struct WebClient: Sendable {
    private let trustAnchors: URL?

    /// - Parameter trustAnchors: The only authorities believed; `nil` leaves the system's.
    package init(trustAnchors: URL? = nil) { self.trustAnchors = trustAnchors }

    /// Sends one request on a connection of its own.
    package func answer(_ request: WebRequest) async throws -> WebAnswer {
        let result = try await Command("curl", arguments(for: request))
            .run(input: request.body, within: request.limit + .seconds(5))
        let report = try Report(readingFrom: result.errorText)
        return WebAnswer(
            status: report.status, version: report.version, headers: report.headers, body: result.output,
            time: .seconds(report.seconds))
    }

    /// The status of a GET, or `nil` when there was no answer at all.
    package func status(of url: URL, within limit: Duration = .seconds(3)) async -> Int? {
        var request = WebRequest.get(url)
        request.limit = limit
        return try? await answer(request).status
    }

    private func arguments(for request: WebRequest) -> [String] {
        let seconds = Double(request.limit.components.seconds) + Double(request.limit.components.attoseconds) / 1e18
        let anchors = trustAnchors.map { ["--cacert", $0.path] } ?? []
        let body = request.body == nil ? [] : ["--data-binary", "@-"]
        let method = request.method == "HEAD" ? ["--head"] : ["--request", request.method]
        // `Expect` and the form's content type are curl's own ideas; a header without a value takes them out.
        let headers = ["Expect:", "Content-Type:"].filter { name in
            !request.headers.contains { $0.name.lowercased() + ":" == name.lowercased() }
        }
        let place = request.connectTo.map { ["--connect-to", "::\($0)"] } ?? []
        return ["--silent", "--show-error", "--max-time", "\(seconds)", "--noproxy", "*", request.version.rawValue]
            + anchors + place + method + body + headers.flatMap { ["--header", $0] }
            + request.headers.flatMap { ["--header", "\($0.name): \($0.value)"] }
            + ["--write-out", Report.format, request.url.absoluteString]
    }

    /// What curl writes to standard error after the answer.
    private struct Report: Decodable {
        static let beginning = "evergrant-report:"
        static let format =
            "%{stderr}" + beginning
            + #"{"status":%{http_code},"version":"%{http_version}","seconds":%{time_total},"headers":%{header_json}}"#

        init(readingFrom text: String) throws {
            let json = text.firstRange(of: Self.beginning).map { text[$0.upperBound...] } ?? ""
            self = try JSONDecoder().decode(Report.self, from: Data(json.utf8))
        }

        let status: Int
        let version: String
        let seconds: Double
        let headers: [String: [String]]
    }
}
