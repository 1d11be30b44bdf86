import Foundation
import LocalRegions

/// Headless Chromium, driven over the W3C WebDriver protocol.
final class Browser: Sendable {
    private let driver: ChildProcess
    private let session: URL
    private let client = WebClient()

    private init(driver: ChildProcess, session: URL) {
        self.driver = driver
        self.session = session
    }

    /// - Parameter authority: Whose server certificate the browser takes although it does not know the authority.
    static func open(trusting authority: LocalCertificateAuthority, in folder: URL) async throws -> Browser {
        let port = try FreePort.claim()
        guard let base = URL(string: "http://127.0.0.1:\(port)") else { throw LocalRegionsFailure.noFreePort }
        // Asked to end and not killed when we die: it takes its browser along.
        let driver = try await ChildProcess.start(
            Command("chromedriver", ["--port=\(port)"], signalWhenOrphaned: "TERM"), name: "chromedriver",
            log: folder.appending(path: "chromedriver.log"))
        let client = WebClient()
        try await eventually("chromedriver answers", within: .seconds(60)) {
            await client.status(of: base.appending(path: "status")) == 200
        }
        let wish = SessionWish(
            arguments: arguments(pin: authority.publicKeyPin, profile: folder.appending(path: "profile")))
        var request = try WebRequest("POST", base.appending(path: "session"), json: wish)
        request.limit = .seconds(60)
        let answer = try await client.answer(request).expecting(200).decode(Value<Session>.self)
        return Browser(driver: driver, session: base.appending(path: "session/\(answer.value.sessionId)"))
    }

    func visit(_ url: URL) async throws {
        var request = try WebRequest("POST", session.appending(path: "url"), json: ["url": url.absoluteString])
        request.limit = .seconds(60)
        try await client.answer(request).expecting(200)
    }

    /// The value of a JavaScript expression, by way of JSON.
    func value<Result: Decodable>(of expression: String, as _: Result.Type = Result.self) async throws -> Result {
        let script = Script(script: "return JSON.stringify(\(expression) ?? null)")
        let request = try WebRequest("POST", session.appending(path: "execute/sync"), json: script)
        let text = try await client.answer(request).expecting(200).decode(Value<String>.self).value
        return try JSONDecoder().decode(Result.self, from: Data(text.utf8))
    }

    func close() async {
        _ = try? await client.answer(WebRequest("DELETE", session))
        await driver.terminate()
    }

    /// Without a sandbox, because scenarios may run as root, where Chromium has none.
    private static func arguments(pin: String, profile: URL) -> [String] {
        [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--mute-audio",
            "--no-first-run",
            "--autoplay-policy=no-user-gesture-required", "--disable-extensions", "--disable-background-networking",
            "--disable-component-update", "--user-data-dir=\(profile.path)",
            "--ignore-certificate-errors-spki-list=\(pin)",
        ]
    }

    private struct Value<Content: Decodable>: Decodable { let value: Content }
    private struct Session: Decodable { let sessionId: String }

    private struct Script: Encodable {
        let script: String
        var args: [String] = []
    }

    private struct SessionWish: Encodable {
        let arguments: [String]

        func encode(to encoder: any Encoder) throws {
            let body = ["capabilities": ["alwaysMatch": ["goog:chromeOptions": ["args": arguments]]]]
            try body.encode(to: encoder)
        }
    }
}
