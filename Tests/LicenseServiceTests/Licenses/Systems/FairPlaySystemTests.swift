import Bytes
import Cryptography
import DRMSystems
import FairPlayHelper
import Foundation
import HTTPServer
import Licensing
import Reactor
import TestSupport
import Testing

@testable import LicenseService

@Suite("FairPlay over HTTP")
struct FairPlaySystemTests {
    private static let credential = Result { try FairPlayCredential(bits: 2_048) }
    private let deviceKey = Secret(copying: [UInt8](repeating: 5, count: 16))

    private struct Answer: Sendable {
        let status: Int
        let type: String
        let retryAfter: String?
        let bytes: [UInt8]
        var text: String { String(decoding: bytes, as: UTF8.self) }
    }

    private func provider(_ keys: FairPlayProvider.DeviceKeys) throws -> FairPlayProvider {
        let credential = try Self.credential.get()
        return try FairPlayProvider(
            certificates: [FairPlayCertificate(der: credential.certificate, key: credential.key)], deviceKeys: keys)
    }

    private func spc(_ asset: String, from player: inout FairPlayPlayer) throws -> [UInt8] {
        let credential = try Self.credential.get()
        return try player.spc(
            for: Array(asset.utf8), certificate: credential.certificate, publicKey: credential.key.publicKey,
            deviceKey: deviceKey)
    }

    private func answer(
        to body: [UInt8], _ type: String, by system: FairPlaySystem, content: String = "movie-1"
    ) async throws -> Answer {
        try await EventLoop.running { loop in
            let world = try EndpointWorld(system, .fairPlay, on: loop)
            let token = try EndpointToken.make(content: content, on: loop)
            let request = try Samples.request(
                "/v1/licenses/fairplay", ["authorization: Bearer \(token)", "content-type: \(type)"], bytes: body)
            let response = try await world.answer(to: request, on: loop)
            return Answer(
                status: response.head.status, type: response.field("content-type") ?? "",
                retryAfter: response.field("retry-after"), bytes: response.bytes)
        }
    }

    @Test("a player gets exactly the key that was put in, by its ID or by its content", arguments: ["key", "movie-1"])
    func licenses(asset: String) async throws {
        var player = FairPlayPlayer.current()
        let system = FairPlaySystem(provider: try provider(.fixed(deviceKey)), helper: nil)
        let body = try spc(asset == "key" ? Samples.keyID.description : asset, from: &player)

        let answer = try await answer(to: body, "application/octet-stream", by: system)

        #expect(answer.status == 200)
        #expect(answer.type == "application/octet-stream")
        #expect(try player.open(answer.bytes).contentKey == Samples.keyBytes)
    }

    @Test("an SPC in JSON is answered in JSON")
    func answersInKind() async throws {
        var player = FairPlayPlayer.current()
        let system = FairPlaySystem(provider: try provider(.fixed(deviceKey)), helper: nil)
        let spc = Base64.standard.encode(try spc(Samples.keyID.description, from: &player))

        let answer = try await answer(to: Array(#"{"spc":"\#(spc)"}"#.utf8), "application/json", by: system)
        let ckc = try #require(try JSONObject(parsing: answer.bytes).string("ckc"))

        #expect(answer.type == "application/json")
        #expect(try player.open(Base64.standard.decode(ckc.utf8)).contentKey == Samples.keyBytes)
    }

    @Test("whatever does not open is one problem, and what the token does not allow another")
    func refuses() async throws {
        var player = FairPlayPlayer.current()
        let body = try spc(Samples.keyID.description, from: &player)
        let right = FairPlaySystem(provider: try provider(.fixed(deviceKey)), helper: nil)
        let wrong = FairPlaySystem(
            provider: try provider(.fixed(Secret(copying: [UInt8](repeating: 6, count: 16)))), helper: nil)

        let unopened = try await answer(to: body, "", by: wrong)
        let torn = try await answer(to: Array(body.dropLast(16)), "", by: right)
        let unentitled = try await answer(to: body, "", by: right, content: "movie-2")

        #expect(unopened.status == 400)
        #expect(unopened.text.contains("malformed-challenge"))
        #expect(torn.status == 400)
        #expect(unentitled.status == 403)
        #expect(unentitled.text.contains("not-entitled"))
    }

    @Test("a program that nobody runs is a 503 with a time to come back")
    func needsHelper() async throws {
        var player = FairPlayPlayer.current()
        let body = try spc(Samples.keyID.description, from: &player)
        let system = FairPlaySystem(provider: try provider(.helper), helper: HelperClient(path: "/nonexistent/socket"))

        let answer = try await answer(to: body, "", by: system)

        #expect(answer.status == 503)
        #expect(answer.text.contains("device-key-unavailable"))
        #expect(answer.retryAfter == "1")
    }
}
