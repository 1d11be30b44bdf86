import Cryptography
import Foundation
import HTTPClient
import HTTPWire
import LocalRegions
import Reactor

/// Players and a packager over connections of their own, who read what they are told.
struct SoakClient: Sendable {
    private let requester: HTTPRequester
    private let loop: EventLoop
    private let regions: TwoRegions
    private let ledger: SoakLedger

    /// Longer than the server waits for its database, and for the other region.
    private static let deadlines = ClientDeadlines(connect: .seconds(5), status: .seconds(8), total: .seconds(12))

    init(_ regions: TwoRegions, ledger: SoakLedger) throws {
        let trust = try TLSClientContext(trustAnchorsFile: regions.authority.anchorFile.path)
        requester = HTTPRequester(trust: trust, resolver: NameResolver())
        loop = try EventLoop.start(named: "soak-clients")
        (self.regions, self.ledger) = (regions, ledger)
    }

    func stop() { loop.stop() }

    /// Asks for one key after another until the run is over.
    func play(_ questions: [SoakLibrary.Question], at region: Region) async {
        while await !ledger.isOver {
            guard let question = questions.randomElement() else { return }
            let request = ClientRequest(
                method: .post, fields: [Field("authorization", "Bearer \(question.token)")], body: question.challenge)
            await ask(
                request, region.endpoints.secure.appending(path: "v1/licenses/clearkey"), as: .player, at: region)
            await pause(.milliseconds(Int.random(in: 30...110)))
        }
    }

    /// Makes a new content twice a second until the run is over.
    func package(_ prefix: String, at region: Region) async {
        let fields = [
            Field("authorization", "Bearer \(regions.site.packager.apiKey)"), Field("content-type", "application/json"),
        ]
        var number = 0
        while await !ledger.isOver {
            number += 1
            let url = regions.site.packager.url(of: "\(prefix)-\(number)", at: region.endpoints)
            let body = Array(#"{"tracks":[{"type":"SD"},{"type":"AUDIO"}]}"#.utf8)
            await ask(ClientRequest(method: .put, fields: fields, body: body), url, as: .packager, at: region)
            await pause(.milliseconds(500))
        }
    }

    private func ask(_ request: ClientRequest, _ url: URL, as asker: SoakAsker, at region: Region) async {
        let from = Date.now
        let trouble: String
        do {
            let address = try HTTPAddress(parsing: url.absoluteString)
            let answer = try await requester.send(request, to: address, deadlines: Self.deadlines, on: loop)
            if 200...299 ~= answer.status { return await ledger.count(asker, 1) }
            trouble = "\(answer.status) \(Self.problem(in: answer.body))"
        } catch {
            trouble = "\(error)"
        }
        await ledger.note(
            SoakTrouble(asker: asker, region: region.name, outcome: trouble, from: from, until: .now))
    }

    /// The code at the end of a problem's type (RFC 9457).
    private static func problem(in body: [UInt8]) -> String {
        struct Body: Decodable { let type: String }
        let type = (try? JSONDecoder().decode(Body.self, from: Data(body)))?.type
        return type?.split(separator: "/").last.map(String.init) ?? "without a problem"
    }

    private func pause(_ length: Duration) async { try? await loop.sleep(for: length) }
}
