import HTTPWire
import Testing

@testable import HTTPServer

@Suite("Router")
struct RouterTests {
    private enum Target: Sendable { case health, list, read, write, challenge }

    private static let router = Router<Target>([
        Route(.get, "/health", to: .health, for: .prober),
        Route(.get, "/v1/sites/{site}/contents", to: .list, for: .packager),
        Route(.get, "/v1/sites/{site}/contents/{content}", to: .read, for: .packager),
        Route(.put, "/v1/sites/{site}/contents/{content}", to: .write, for: .packager, .writes, bodyBytesMax: 9),
        Route(.post, "/v1/licenses/clearkey", to: .challenge, for: .player),
    ])

    /// What a match comes to, as a line that tests can compare.
    private func summary(_ method: RequestMethod, _ path: String) -> String {
        let bytes = Array(path.utf8)[...]
        switch Self.router.table.match(method, path).outcome {
        case .route(let number):
            let values = Self.router.table.parameters(ofRoute: number, in: bytes).sorted { $0.key < $1.key }
            return "\(Self.router.routes[number].endpoint)" + values.map { " \($0.key)=\($0.value)" }.joined()
        case .methodNotAllowed:
            return "allow \(Self.router.table.allowed(bytes).map(\.description).joined(separator: ", "))"
        case .notFound: return "none"
        }
    }

    @Test(
        "a path finds its route and the values in it",
        arguments: [
            (RequestMethod.get, "/health", "health"), (.get, "/v1/sites/acme/contents", "list site=acme"),
            (.get, "/v1/sites/acme/contents/movie-1", "read content=movie-1 site=acme"),
            (.put, "/v1/sites/acme/contents/movie-1", "write content=movie-1 site=acme"),
            (.get, "/v1/sites/a%20b/contents/%C3%A9", "read content=é site=a b"),
        ])
    func findsRoute(method: RequestMethod, path: String, expected: String) {
        #expect(summary(method, path) == expected)
    }

    @Test("HEAD is served where GET is")
    func servesHead() {
        #expect(summary(.head, "/health") == "health")
        #expect(summary(.head, "/v1/licenses/clearkey").hasPrefix("allow"))
    }

    @Test("an escaped slash is part of a value and parts no segments")
    func keepsEscapedSlash() {
        #expect(summary(.get, "/v1/sites/acme/contents/a%2Fb") == "read content=a/b site=acme")
        #expect(summary(.get, "/v1%2Fsites/acme/contents") == "none")
    }

    @Test(
        "a path that is nobody's is not found",
        arguments: [
            "/", "", "*", "/healt", "/health/", "//health", "/Health", "/health%20", "/v1/sites//contents",
            "/v1/sites/acme/contents/", "/v1/sites/acme/contents/a/b", "/v1/sites/%/contents",
            "/v1/sites/%FF/contents", "/v1/sites/acme/contents/..%", "/%68ealth",
        ])
    func findsNothing(path: String) {
        #expect(summary(.get, path) == "none")
    }

    @Test(
        "a path with another method names those that would do, HEAD beside GET",
        arguments: [
            (RequestMethod.post, "/health", "allow GET, HEAD"),
            (.delete, "/v1/sites/acme/contents/m", "allow GET, HEAD, PUT"),
            (.get, "/v1/licenses/clearkey", "allow POST"), (.other("get"), "/health", "allow GET, HEAD"),
        ])
    func namesAllowedMethods(method: RequestMethod, path: String, expected: String) {
        #expect(summary(method, path) == expected)
    }

    @Test("405 carries the methods in Allow")
    func writesAllow() {
        let response = Response(Problem.methodNotAllowed([.get, .head, .put]))

        #expect(response.head.status == 405)
        #expect(response.head.fields.first { $0.name == "allow" }?.value == "GET, HEAD, PUT")
    }
}
