package import Foundation

/// A certificate authority for one run, and the certificate it gave our servers.
///
/// It is new on each run and its key goes with the run's folder: nobody has to trust a key that stays on a disk.
package struct LocalCertificateAuthority: Sendable {
    /// What a client must trust.
    package let anchorFile: URL
    /// The server's certificate followed by the authority's.
    package let chainFile: URL
    package let privateKeyFile: URL
    /// Base64 of the SHA-256 of the server's public key: what Chromium's `--ignore-certificate-errors-spki-list` takes.
    package let publicKeyPin: String

    private static let zone = LocalZone()
    private static let names = ["localhost", zone.serviceName] + zone.regions.map { zone.regionName($0.name) }
    private static let daysValid = "30"

    /// Makes both keys (P-256) and both certificates in `folder`.
    package static func create(in folder: URL) async throws -> LocalCertificateAuthority {
        let anchor = folder.appending(path: "ca.pem")
        let anchorKey = folder.appending(path: "ca.key")
        let leaf = folder.appending(path: "server.pem")
        let key = folder.appending(path: "server.key")
        try await makeAnchor(certificate: anchor, key: anchorKey)
        try await makeLeaf(certificate: leaf, key: key, signedBy: anchor, anchorKey)
        let chain = folder.appending(path: "server-chain.pem")
        try (Data(contentsOf: leaf) + Data(contentsOf: anchor)).write(to: chain)
        return LocalCertificateAuthority(
            anchorFile: anchor, chainFile: chain, privateKeyFile: key, publicKeyPin: try await pin(of: leaf))
    }

    /// Gives our servers another key and certificate, in the files of the first.
    ///
    /// The files are replaced one after the other, so a server that reads between the two finds a pair that does not
    /// match: it must keep what it has, and read again.
    package func renew() async throws {
        let folder = anchorFile.deletingLastPathComponent()
        let (leaf, key) = (folder.appending(path: "next.pem"), folder.appending(path: "next.key"))
        try await Self.makeLeaf(
            certificate: leaf, key: key, signedBy: anchorFile, folder.appending(path: "ca.key"))
        try (Data(contentsOf: leaf) + Data(contentsOf: anchorFile)).write(to: chainFile, options: .atomic)
        try Data(contentsOf: key).write(to: privateKeyFile, options: .atomic)
    }

    private static let newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-noenc"]

    private static func makeAnchor(certificate: URL, key: URL) async throws {
        let extensions = ["basicConstraints=critical,CA:TRUE,pathlen:0", "keyUsage=critical,keyCertSign,cRLSign"]
        let arguments =
            ["req", "-x509", "-days", daysValid, "-subj", "/CN=Evergrant local authority"] + newKey
            + ["-keyout", key.path, "-out", certificate.path] + extensions.flatMap { ["-addext", $0] }
        try await Command("openssl", arguments).run()
    }

    private static func makeLeaf(certificate: URL, key: URL, signedBy anchor: URL, _ anchorKey: URL) async throws {
        let alternatives = (names.map { "DNS:\($0)" } + RegionPlace.addresses.map { "IP:\($0)" })
            .joined(separator: ",")
        let extensions = [
            "subjectAltName=\(alternatives)", "basicConstraints=critical,CA:FALSE",
            "keyUsage=critical,digitalSignature", "extendedKeyUsage=serverAuth",
        ]
        let arguments =
            [
                "req", "-x509", "-days", daysValid, "-subj", "/CN=localhost", "-CA", anchor.path, "-CAkey",
                anchorKey.path,
            ]
            + newKey + ["-keyout", key.path, "-out", certificate.path] + extensions.flatMap { ["-addext", $0] }
        try await Command("openssl", arguments).run()
    }

    private static func pin(of certificate: URL) async throws -> String {
        let pem = try await Command("openssl", ["x509", "-in", certificate.path, "-noout", "-pubkey"]).run()
        let key = try await Command("openssl", ["pkey", "-pubin", "-outform", "DER"]).run(input: pem.output)
        let digest = try await Command("openssl", ["dgst", "-sha256", "-binary"]).run(input: key.output)
        return digest.output.base64EncodedString()
    }
}
