internal import Bytes
package import Cryptography

extension PlayReadyTestKit {
    package struct File: Sendable {
        package let name: String
        package let bytes: [UInt8]
        /// Whether only its owner may read it.
        package let isSecret: Bool
    }

    /// What a server is configured with, and a device of each level for players.
    package func files() throws(CryptographyFailure) -> [File] {
        let settings = try settings()
        var files = [
            Self.hex("root-key.txt", settings.root), Self.hex("server-public-key.txt", serverKey.publicPoint.bytes),
            Self.hex("server-key.txt", settings.serverKey.withBytes { [UInt8](copying: $0) }, isSecret: true),
            Self.hex("signing-key.txt", settings.signerKey.withBytes { [UInt8](copying: $0) }, isSecret: true),
            File(name: "signing-chain.bin", bytes: settings.signerChain, isSecret: false),
        ]
        for level in [150, 2_000, 3_000] as [UInt32] {
            files.append(
                File(name: "device-\(level).prd", bytes: try device(securityLevel: level).file(), isSecret: true))
        }
        return files
    }

    private static func hex(_ name: String, _ bytes: [UInt8], isSecret: Bool = false) -> File {
        File(name: name, bytes: Array((Hex.encode(bytes) + "\n").utf8), isSecret: isSecret)
    }
}
