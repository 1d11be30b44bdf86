import Foundation
import HTTPClient
import HTTPWire
import LocalRegions
import Reactor

/// Contents with many keys, and what a player needs to ask for each of them.
struct SoakLibrary: Sendable {
    /// A license request for one key.
    struct Question: Sendable {
        let token: String
        let challenge: [UInt8]
    }

    let questions: [Question]
    /// What load generators ask for, again and again.
    let favorite: Question

    /// More than a loop asks for in the time a key is fresh, so that most questions go to the database.
    private static let contents = 20
    private static let keysPerContent = 64

    static func make(in regions: TwoRegions) async throws -> SoakLibrary {
        var questions: [Question] = []
        for number in 0..<contents {
            let name = "library-\(number)"
            let wish = Wish(tracks: (0..<keysPerContent).map { .init(type: "SD", cryptoPeriod: $0) })
            let url = regions.site.packager.url(of: name, at: regions.seoul.endpoints)
            let request = try WebRequest("PUT", url, bearer: regions.site.packager.apiKey, json: wish)
            let content = try await regions.client.answer(request).expecting(201).decode(PackagerAPI.Content.self)
            let token = try await regions.site.token(for: name)
            for track in content.tracks {
                let challenge = try ClearKeyChallenge(keyIDs: [track.keyId]).encoded()
                questions.append(Question(token: token, challenge: [UInt8](challenge)))
            }
        }
        guard let favorite = questions.popLast() else { throw LocalRegionsFailure.unexpectedAnswer("no keys") }
        return SoakLibrary(questions: questions, favorite: favorite)
    }

    private struct Wish: Encodable {
        struct Track: Encodable {
            let type: String
            let cryptoPeriod: Int
        }
        let tracks: [Track]
    }
}
