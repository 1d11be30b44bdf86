internal import Bytes
package import Cryptography

extension PlayReadyTestKit {
    package struct File: Sendable {
        package let name: String
        /// For people.
        package let what: String
        package let bytes: [UInt8]
    }

    /// What a server is configured with, and a device of each level for players.
    package func files() throws(CryptographyFailure) -> [File] {
        let settings = try settings()
        let server = settings.serverKey.withBytes { [UInt8](copying: $0) }
        let signer = settings.signerKey.withBytes { [UInt8](copying: $0) }
        let root = try root.secret().withBytes { [UInt8](copying: $0) }
        var files = [
            Self.hex("root-key.txt", "the test root's public key", settings.root),
            Self.hex("root-private-key.txt", "its private key, which makes further devices", root),
            Self.hex("server-key.txt", "the server's private key", server),
            Self.hex("server-public-key.txt", "what players encrypt to", serverKey.publicPoint.bytes),
            Self.hex("signer-key.txt", "the private key that signs responses", signer),
            File(name: "signer-chain.bin", what: "the certificates that let it", bytes: settings.signerChain),
        ]
        for level in [150, 2_000, 3_000] as [UInt32] {
            let device = try device(securityLevel: level).file()
            files.append(File(name: "device-\(level).prd", what: "a device of security level \(level)", bytes: device))
        }
        return files
    }

    private static func hex(_ name: String, _ what: String, _ bytes: [UInt8]) -> File {
        File(name: name, what: what, bytes: Array((Hex.encode(bytes) + "\n").utf8))
    }
}
