import Foundation
import LocalRegions
import TestSupport
import Testing

extension Scenarios {
    @Test("a server keeps its FairPlay program running through a kill and a halt, and none outlives its server")
    func keepsTheFairPlayProgram() async throws {
        try await withTwoRegions { regions in
            let key = try #require(try await regions.create("film").tracks.first)
            let scene = try FairPlayScene(regions, key: key, token: await regions.site.token(for: "film"))
            for region in regions.regions { try await scene.configure(region, keepingIn: regions.folder.url) }

            for region in regions.regions {
                let first = try await scene.program(of: region, after: nil)
                #expect(try KeptWorld(of: first).environment == KeptWorld.wanted, "\(region.name)")

                kill(first, SIGKILL)
                let second = try await scene.program(of: region, after: first)

                kill(second, SIGSTOP)
                let third = try await scene.program(of: region, after: second)
                #expect(!ProcessTable.isAlive(second), "the halted one is gone")
                try await eventually("\(region.name) says that it ended twice, and works", within: .seconds(10)) {
                    let health = try await regions.health(of: region).decode(KeptHealth.self)
                    return health.programs == [KeptHealth.Check(status: "pass", observedValue: 2)]
                }

                // Seoul is told to end, Tokyo is killed.
                if region.name == regions.seoul.name {
                    await region.server.stop()
                } else {
                    try await region.server.kill9()
                }
                try await eventually("no program of \(region.name) is left", within: .seconds(10)) {
                    !ProcessTable.isAlive(third)
                }
            }
        }
    }
}

extension FairPlayScene {
    fileprivate func configure(_ region: Region, keepingIn folder: URL) async throws {
        let socket = folder.appending(path: "kept-\(region.name).sock").path
        let command = FairPlayKeyProgram.command(at: socket).map { "\"\($0)\"" }.joined(separator: ", ")
        try await configure(region, "helperSocket: \"\(socket)\"", "helperCommand: [\(command)]")
    }

    /// The region's program, once a player gets its license through it; another one than `former`.
    fileprivate func program(of region: Region, after former: Int32?) async throws -> Int32 {
        let server = try #require(await region.server.processID)
        var found: Int32?
        try await eventually("\(region.name) has a program other than \(former ?? 0)", within: .seconds(60)) {
            found = ProcessTable.children(of: server).first { $0 != former }
            guard found != nil else { return false }
            return try await license(.two, .raw, at: region).answer.status == 200
        }
        return try #require(found)
    }
}

/// What a program of the server's has of the server.
private struct KeptWorld {
    static let wanted = ["EVERGRANT_TEST_DERIVATION=invented", "LC_ALL=C", "PATH=/usr/bin:/bin"]

    let environment: [String]

    init(of process: Int32) throws {
        let bytes = try Data(contentsOf: URL(fileURLWithPath: "/proc/\(process)/environ"))
        environment = bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }.sorted()
    }
}

/// The part of `/health` that speaks of the program.
private struct KeptHealth: Decodable {
    struct Check: Decodable, Equatable {
        let status: String
        let observedValue: Int?
    }

    private struct Checks: Decodable {
        let program: [Check]
        enum CodingKeys: String, CodingKey { case program = "fairplay:helper" }
    }

    private let checks: Checks
    var programs: [Check] { checks.program }
}
