import Bytes
import Cryptography
import DRMSystems
import Foundation
import LocalRegions
import TestSupport

/// What `evergrant testkit playready` made, in a folder of the run.
struct PlayReadyFiles {
    let folder: URL

    static func make(_ name: String, in regions: TwoRegions) async throws -> PlayReadyFiles {
        let folder = regions.folder.url.appending(path: name)
        let tool = regions.seoul.server.operatorTool
        try await Command(tool.binary.path, ["testkit", "playready", "--out", folder.path]).run()
        return PlayReadyFiles(folder: folder)
    }

    func bytes(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: folder.appending(path: name))) }

    /// In hex.
    func key(_ name: String) throws -> String {
        String(decoding: try bytes(name), as: UTF8.self).trimmingCharacters(in: .newlines)
    }

    func player(level: Int = 2_000) throws -> PlayReadyPlayer {
        guard let serverKey = P256Point(try Hex.decode(key("server-public-key.txt").utf8)) else {
            throw Malformed(offset: 0, expected: "a point")
        }
        return PlayReadyPlayer(try PlayReadyTestDevice(file: bytes("device-\(level).prd")), serverKey: serverKey)
    }

    /// The section of a server's configuration.
    var settings: String {
        let path = { (name: String) in folder.appending(path: name).path }
        return """
            drm:
              allowTestMaterial: true
              playready:
                rootFile: "\(path("root-key.txt"))"
                serverKeyFile: "\(path("server-key.txt"))"
                signerKeyFile: "\(path("signer-key.txt"))"
                signerChainFile: "\(path("signer-chain.bin"))"

            """
    }
}
