import Bytes
import Cryptography
import DRMSystems
import FairPlayKeys
import Foundation
import HTTPServer
import HTTPWire
import Licensing
import LocalRegions
import Reactor
import TestSupport
import Testing

@testable import LicenseService

@Suite("FairPlay over HTTP")
struct FairPlaySystemTests {
    /// The files that an operator would have; made once, for RSA keys take long to make.
    private struct Files: Sendable {
        static let shared = Result { try Files() }

        let folder: TemporaryDirectory
        let credential: FairPlayCredential

        private init() throws {
            (folder, credential) = (try TemporaryDirectory(), try FairPlayCredential(bits: 2_048))
            try write(credential.certificate, "certificate")
            try write(try credential.key.pem.withBytes { [UInt8](copying: $0) }, "key")
            try write(Array("00112233445566778899aabbccddeeff\n".utf8), "device-key")
        }

        func path(_ name: String) -> String { folder.url.appending(path: name).path }

        func write(_ bytes: [UInt8], _ name: String) throws {
            try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
        }

        /// The whole section, with where device keys come from.
        func providers(_ keys: String, allowsTest: Bool = false) throws -> SystemProviders {
            let text = """
                region: tokyo
                database: { host: db }
                keyEncryptionKeyFile: k
                drm:
                  allowTestMaterial: \(allowsTest)
                  fairplay:
                    certificates: [{ certificateFile: \(path("certificate")), keyFile: \(path("key")) }]
                    \(keys)
                """
            let configuration = try Configuration(text: text, environment: [:], processorCount: 4)
            return try SystemProviders.read(configuration, environment: [:])
        }
    }

    private struct Answer: Sendable {
        let status: Int
        let type: String
        let retryAfter: String?
        let bytes: [UInt8]
    }

    private func answer(to body: [UInt8], as type: String, helperAt path: String) async throws -> Answer {
        let providers = try Files.shared.get().providers("helperSocket: \(path)")
        let provider = try #require(providers.fairPlay).provider
        return try await EventLoop.running { loop in
            let system = FairPlaySystem(
                provider: provider, helper: DeviceKeyClient(path: try #require(providers.fairPlayHelper)))
            let world = try EndpointWorld(system, .fairPlay, on: loop)
            let token = try EndpointToken.make(on: loop)
            let fields = ["authorization: Bearer \(token)", "content-type: \(type)"]
            let request = try Samples.request("/v1/licenses/fairplay", fields, bytes: body)
            let response = try await world.answer(to: request, on: loop)
            return Answer(
                status: response.head.status, type: response.field("content-type") ?? "",
                retryAfter: response.field("retry-after"), bytes: response.bytes)
        }
    }

    private func spc(of player: inout FairPlayPlayer, for assetID: [UInt8] = Samples.keyID.bytes) throws -> [UInt8] {
        let credential = try Files.shared.get().credential
        return try player.spc(
            for: assetID, certificate: credential.certificate, publicKey: credential.key.publicKey)
    }

    @Test(
        "a player gets exactly the key that was put in, by the key's ID and by the content's name",
        arguments: [Samples.keyID.bytes, Array("movie-1".utf8)])
    func licenses(assetID: [UInt8]) async throws {
        let program = try await FairPlayKeyProgram.start()
        var player = FairPlayPlayer.current()
        let spc = try spc(of: &player, for: assetID)

        let answer = try await answer(to: spc, as: "application/octet-stream", helperAt: program.path)

        #expect(answer.status == 200)
        #expect(answer.type == "application/octet-stream")
        #expect(try player.open(answer.bytes).contentKey == Samples.keyBytes)
    }

    @Test("forms and JSON are answered in kind")
    func answersInKind() async throws {
        let program = try await FairPlayKeyProgram.start()
        var player = FairPlayPlayer.current()
        let text = Base64.standard.encode(try spc(of: &player))

        let json = try await answer(
            to: Array(#"{"spc":"\#(text)"}"#.utf8), as: "application/json", helperAt: program.path)
        let form = try await answer(
            to: Array("spc=\(text)".utf8), as: "application/x-www-form-urlencoded", helperAt: program.path)

        let member = try JSONMembers(parsing: json.bytes).string("ckc")
        let ckc = try Base64.standard.decode(#require(member).utf8)
        #expect(json.type == "application/json")
        #expect(try player.open(ckc).contentKey == Samples.keyBytes)
        let inTags = form.bytes.dropFirst("<ckc>".utf8.count).dropLast("</ckc>".utf8.count)
        #expect(form.type == "text/plain")
        #expect(try player.open(Base64.standard.decode(inTags)).contentKey == Samples.keyBytes)
    }

    @Test("without the licensee's program the answer is 503 at once, and says when to ask again")
    func saysWhatIsMissing() async throws {
        var player = FairPlayPlayer.current()
        let path = try Files.shared.get().path("nobody")

        let answer = try await answer(to: spc(of: &player), as: "application/octet-stream", helperAt: path)

        #expect(answer.status == 503)
        #expect(String(decoding: answer.bytes, as: UTF8.self).contains("device-key-unavailable"))
        #expect(answer.retryAfter == "1")
    }

    @Test("a program that has no key for a device, and one whose key does not fit, look alike")
    func refusesAlike() async throws {
        let (refusing, honest) = (
            try await FairPlayKeyProgram.start(.refusing), try await FairPlayKeyProgram.start()
        )
        var player = FairPlayPlayer.current()
        let credential = try Files.shared.get().credential
        let foreign = try player.spc(
            for: Samples.keyID.bytes, certificate: credential.certificate, publicKey: credential.key.publicKey,
            deviceKey: Secret(copying: [UInt8](repeating: 1, count: 16)))

        let one = try await answer(to: spc(of: &player), as: "", helperAt: refusing.path)
        let other = try await answer(to: foreign, as: "", helperAt: honest.path)

        #expect(one.status == 400)
        #expect(one.bytes == other.bytes)
    }

    @Test("a fixed device key counts as test material, and is refused unless that is allowed")
    func distrustsFixedKeys() throws {
        let files = try Files.shared.get()
        let keys = "deviceKeyFile: \(files.path("device-key"))"

        #expect(try files.providers(keys, allowsTest: true).testMaterial == [.fairPlay])
        #expect { try files.providers(keys) } throws: { "\($0)".contains("drm.allowTestMaterial") }
        #expect(try files.providers("helperSocket: /run/x").testMaterial == [])
    }

    @Test("regions compare where device keys come from, and a fixed key without telling it")
    func comparesDeviceKeys() throws {
        let files = try Files.shared.get()
        try files.write(Array("ffeeddccbbaa99887766554433221100\n".utf8), "other-device-key")
        let parities =
            try ["helperSocket: /run/x"].map { try files.providers($0).parity }
            + ["device-key", "other-device-key"].map { name in
                try files.providers("deviceKeyFile: \(files.path(name))", allowsTest: true).parity
            }

        for (one, other) in [(0, 1), (1, 2)] {
            #expect(Parity(parities[one]).differences(from: Parity(parities[other])) == [.fairPlayDeviceKeys])
        }
        #expect(parities[0][.fairPlayDeviceKeys] == "helper")
    }

    @Test(
        "device keys come from one place",
        arguments: [
            "", "helperSocket: /run/x\n    deviceKeyFile: y",
            "helperSocket: /\(String(repeating: "x", count: 108))",
        ])
    func wantsOnePlace(keys: String) throws {
        #expect { try Files.shared.get().providers(keys, allowsTest: true) } throws: { error in
            "\(error)".contains("drm.fairplay.helperSocket")
        }
    }

    private static let badCommands = [
        ("helperCommand: [/bin/true]", "needs helperSocket"),
        ("helperSocket: /run/x\n    helperCommand: [true]", "whole path"),
        ("helperSocket: /run/x\n    helperCommand: [/no/such]", "No such file"),
        ("helperSocket: /run/x\n    helperCommand: [/etc]", "Permission denied"),
        ("helperSocket: /run/x\n    helperCommand: [/etc/passwd]", "Permission denied"),
        ("helperSocket: /run/x\n    helperCommand: [/bin/true, \"a\\0b\"]", "words"),
        ("helperSocket: /run/x\n    helperCommand: [/bin/true, \(String(repeating: "x", count: 4_097))]", "words"),
        ("helperSocket: /run/x\n    helperCommand: [/bin/true\(String(repeating: ", x", count: 64))]", "words"),
    ]

    @Test("a command that cannot be started as it stands is refused before anything is", arguments: badCommands)
    func refusesCommands(keys: String, reason: String) throws {
        let files = try Files.shared.get()
        let keys = keys.contains("helperSocket") ? keys : "\(keys)\n    deviceKeyFile: \(files.path("device-key"))"
        #expect { try files.providers(keys, allowsTest: true) } throws: { error in
            "\(error)".contains("drm.fairplay.helperCommand") && "\(error)".contains(reason)
        }
    }

    @Test("a command is started as it is written, and none is when there is none")
    func readsCommands() throws {
        let files = try Files.shared.get()
        let providers = try files.providers("helperSocket: /run/x\n    helperCommand: [/bin/sh, -c, 'exit 1, 2']")
        let program = Program("/bin/sh", ["-c", "exit 1, 2"])
        #expect(providers.keyProgram == KeyProgramCommand(program, socket: "/run/x"))
        #expect(program.environment == ["PATH=/usr/bin:/bin", "LC_ALL=C"])
        #expect(try files.providers("helperSocket: /run/x").keyProgram == nil)
    }

    @Test("of a program that this server keeps, /health says how often it ended, and warns while it gives no keys")
    func warnsOfTheKept() async throws {
        let path = try Files.shared.get().path("nobody")
        let phases: [KeyProgramLife.Phase] = [
            .working(since: .zero, heard: .zero), .starting(since: .zero), .resting(until: .zero), .dying,
        ]
        let checks = try await EventLoop.running { loop in
            phases.map { phase in
                let board = KeyProgramBoard()
                board.post(KeyProgramBoard.Standing(phase: phase, ends: 3))
                return DeviceKeyClient(path: path).healthCheck(keeping: board.now, on: loop)
            }
        }
        #expect(checks.map(\.status) == [.pass, .warn, .warn, .warn])
        #expect(checks.map(\.value?.0) == [3, 3, 3, 3])
        #expect(checks.allSatisfy { $0.output?.contains("/") != true })
    }

    @Test("the program's failure is a warning in /health, and tells no path")
    func warns() async throws {
        let path = try Files.shared.get().path("nobody")
        let checks = try await EventLoop.running { loop in
            let client = DeviceKeyClient(path: path)
            let first = client.healthCheck(on: loop)
            await withCheckedContinuation { continuation in client.check(on: loop) { _ in continuation.resume() } }
            return [first, client.healthCheck(on: loop)]
        }
        #expect(checks.map(\.status) == [.pass, .warn])
        #expect(checks.last?.output == "the licensee's program cannot be reached")
    }
}
