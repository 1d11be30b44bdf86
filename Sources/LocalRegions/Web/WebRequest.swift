package import Foundation

/// One HTTP request, as a client on this machine would make it.
package struct WebRequest: Sendable {
    package enum Version: String, Sendable {
        /// HTTP/2 where TLS offers it, and HTTP/1.1 otherwise.
        case negotiated = "--http2"
        case http1 = "--http1.1"
        case http2InClear = "--http2-prior-knowledge"
    }

    package var method: String
    package var url: URL
    package var headers: [(name: String, value: String)]
    package var body: Data?
    package var version = Version.negotiated
    package var limit = Duration.seconds(15)
    /// `address:port` to connect to whatever the URL's host resolves to; the certificate must still hold the host.
    package var connectTo: String?

    package init(
        _ method: String, _ url: URL, headers: [(name: String, value: String)] = [], body: Data? = nil
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }

    /// A request with a JSON body.
    package init(
        _ method: String, _ url: URL, bearer: String? = nil, json: some Encodable
    ) throws {
        let credential = bearer.map { [(name: "Authorization", value: "Bearer \($0)")] } ?? []
        self.init(
            method, url, headers: [("Content-Type", "application/json")] + credential,
            body: try JSONEncoder().encode(json))
    }

    package static func get(_ url: URL, bearer: String? = nil) -> WebRequest {
        WebRequest("GET", url, headers: bearer.map { [("Authorization", "Bearer \($0)")] } ?? [])
    }
}
