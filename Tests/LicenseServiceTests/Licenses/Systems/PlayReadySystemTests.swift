import Bytes
import Cryptography
import DRMSystems
import Foundation
import HTTPServer
import HTTPWire
import Licensing
import LocalRegions
import Reactor
import TestSupport
import Testing

@testable import LicenseService

@Suite("PlayReady over HTTP")
struct PlayReadySystemTests {
    private let kit: PlayReadyTestKit

    init() throws { kit = try PlayReadyTestKit() }

    private struct Answer: Sendable {
        let status: Int
        let type: String
        let problem: String?
        let bytes: [UInt8]
        var text: String { String(decoding: bytes, as: UTF8.self) }
    }

    /// Where the token stands.
    enum Place: CaseIterable, Sendable {
        case header, customData, nowhere
    }

    private func answer(
        content: String = "movie-1", token place: Place = .header, to header: WRMHeader? = nil
    ) async throws -> (Answer, PlayReadyPlayer) {
        let system = PlayReadySystem(provider: try PlayReadyProvider(kit.settings()))
        let player = PlayReadyPlayer(try kit.device(), serverKey: kit.serverKey.publicPoint)
        let header = header ?? WRMHeader(version: .v4_3, keys: [WRMHeader.Key(keyID: Samples.keyID, cipher: .ctr)])
        let answer = try await EventLoop.running { loop in
            let world = try EndpointWorld(system, .playReady, on: loop)
            let token = try EndpointToken.make(content: content, on: loop)
            let challenge = try player.request(
                header: String(decoding: header.xml, as: UTF8.self), customData: place == .customData ? token : nil)
            let request = try Samples.request(
                "/v1/licenses/playready", place == .header ? ["authorization: Bearer \(token)"] : [],
                bytes: challenge.bytes())
            let response = try await world.answer(to: request, on: loop)
            return Answer(
                status: response.head.status, type: response.field("content-type") ?? "",
                problem: response.field("evergrant-problem"), bytes: response.bytes)
        }
        return (answer, player)
    }

    @Test(
        "a player gets exactly the key that was put in, its token in a field or in the challenge",
        arguments: [Place.header, .customData])
    func licenses(place: Place) async throws {
        let (answer, player) = try await answer(token: place)

        #expect(answer.status == 200)
        #expect(answer.type.hasPrefix("text/xml"))
        #expect(try player.keys(in: answer.bytes) == [Samples.keyID: Samples.keyBytes])
    }

    @Test("a challenge for the header in the box that a packager gets is answered with the key")
    func licensesPackagersHeader() async throws {
        let boxes = try PackagerBox.boxes(of: Samples.contentKey(), in: Samples.content())
        let box = try PSSHBox(parsing: try #require(boxes.first { $0.system == "playready" }).box.bytes)

        let (answer, player) = try await answer(to: try PlayReadyObject(parsing: box.data).header)

        #expect(answer.status == 200)
        #expect(try player.keys(in: answer.bytes) == [Samples.keyID: Samples.keyBytes])
    }

    @Test("what the token does not allow is a fault that players know, and the application finds the reason")
    func refuses() async throws {
        let (answer, _) = try await answer(content: "movie-2")

        #expect(answer.status == 500)
        #expect(answer.text.lowercased().contains("0x8004c604"))
        #expect(answer.text.contains("<CustomData>not-entitled</CustomData>"))
        #expect(answer.problem == "not-entitled")
    }

    @Test("without a token nothing is opened, and the answer is HTTP's")
    func needsToken() async throws {
        let (answer, _) = try await answer(token: .nowhere)

        #expect(answer.status == 401)
        #expect(answer.text.contains("token-missing"))
    }

    @Test(
        "a token is found where it stands in the challenge, and nothing else is taken for one",
        arguments: [
            ("<a><CustomData>x.y.z</CustomData></a>", "x.y.z"), ("<CustomData></CustomData>", nil),
            ("<CustomData>a&amp;b</CustomData>", nil), ("<CustomData> x</CustomData>", nil), ("<CustomData/>", nil),
            ("<CustomData>x", "x"), ("<CustomDat", nil), ("", nil), ("<<CustomData>x<", "x"),
        ] as [(String, String?)])
    func findsToken(text: String, expected: String?) {
        let found = CustomData.content(of: Array(text.utf8)[...])

        #expect(found.map { String(decoding: $0, as: UTF8.self) } == expected)
    }

    @Test("the files of a test kit make a provider where that is allowed, and nowhere else")
    func readsFiles() throws {
        let folder = try TemporaryDirectory()
        for file in try kit.files() { try Data(file.bytes).write(to: folder.url.appending(path: file.name)) }
        let settings = { (allowsTest: Bool) in
            try Configuration(
                text: """
                    region: tokyo
                    database: { host: db }
                    keyEncryptionKeyFile: k
                    drm:
                      allowTestMaterial: \(allowsTest)
                      playready:
                        rootFile: \(folder.url.path)/root-key.txt
                        serverKeyFile: \(folder.url.path)/server-key.txt
                        signerKeyFile: \(folder.url.path)/signer-key.txt
                        signerChainFile: \(folder.url.path)/signer-chain.bin
                    """, environment: [:], processorCount: 1)
        }

        let providers = try SystemProviders.read(settings(true), environment: [:])

        #expect(providers.testMaterial == [.playReady])
        #expect(throws: (any Error).self) { try SystemProviders.read(settings(false), environment: [:]) }

        // Another signer under the same keys, as a region has whose chain was not renewed with the other's.
        let files = try PlayReadyTestKit().files()
        for name in ["signer-key.txt", "signer-chain.bin"] {
            let file = try #require(files.first { $0.name == name })
            try Data(file.bytes).write(to: folder.url.appending(path: name))
        }
        let other = try SystemProviders.read(settings(true), environment: [:])
        #expect(Parity(providers.parity).differences(from: Parity(other.parity)) == [.playReadySigner])
    }
}
