import Bytes
import Cryptography
import DRMSystems
import HTTPServer
import Licensing
import TestSupport
import Testing

/// A client that others wrote, against licenses of ours.
@Suite(
    "PyPlayReady plays", .serialized, .enabled(if: PyPlayReady.isWanted, Comment(rawValue: PyPlayReady.advice)),
    .timeLimit(.minutes(5)))
struct PyPlayReadyTests {
    private func play(_ world: PlayReadyWorld, header: WRMHeader, keys: [ContentKey]) async throws -> [String: String] {
        let server = try await AnsweringServer { request in
            do {
                return Response(type: "text/xml", try world.answer(request.body, keys: keys))
            } catch {
                let refusal = error as? PlayReadyRefusal
                return Response(status: 500, type: "text/xml", refusal?.answer ?? [])
            }
        }
        let player = PyPlayReady.Player(
            url: "http://127.0.0.1:\(server.port)/", device: try world.device.file(),
            serverKey: Hex.encode(world.kit.serverKey.publicPoint.bytes),
            rootKey: Hex.encode(world.kit.root.publicPoint.bytes), token: "a.b.c")
        return try await player.play(pssh: PSSHBox(PlayReadyObject(header)).bytes)
    }

    private func expected(_ keys: [ContentKey]) -> [String: String] {
        Dictionary(uniqueKeysWithValues: keys.map { ($0.keyID.description, Hex.encode($0.bytes)) })
    }

    @Test("it gets exactly the keys put in, from headers of each version", arguments: WRMHeader.Version.allCases)
    func plays(version: WRMHeader.Version) async throws {
        let world = try PlayReadyWorld()
        for count in version.keysMax > 1 ? [1, 3, 20] : [1] {
            let keys = try PlayReadyWorld.keys(count)
            let header = try WRMHeader(parsing: Array(PlayReadyWorld.header(version, keys, hasChecksum: true).utf8))
            #expect(try await play(world, header: header, keys: keys) == expected(keys))
        }
    }

    @Test("it hears a fault by its name when its certificates are a stranger's")
    func refuses() async throws {
        let (world, stranger) = (try PlayReadyWorld(), try PlayReadyTestKit())
        let keys = try PlayReadyWorld.keys(1)
        let server = try await AnsweringServer { request in
            let refusal = world.refusal(of: request.body)
            return Response(status: 500, type: "text/xml", refusal?.answer ?? [])
        }
        let player = PyPlayReady.Player(
            url: "http://127.0.0.1:\(server.port)/", device: try stranger.device().file(),
            serverKey: Hex.encode(world.kit.serverKey.publicPoint.bytes),
            rootKey: Hex.encode(stranger.root.publicPoint.bytes))
        let header = try WRMHeader(parsing: Array(PlayReadyWorld.header(.v4_0, keys).utf8))

        let heard = try await player.play(pssh: PSSHBox(PlayReadyObject(header)).bytes)

        #expect(heard["error"] == "ServerException")
        #expect(heard["text"]?.contains("INVALID_MESSAGE") == true)
    }
}
