import Bytes
import Cryptography
import DRMSystems
import Reactor
import TestSupport

/// A Widevine challenge that may be sent again and again, and the files of the server that answers it.
struct FloodFiles {
    private let keyID: KeyID

    init(keyID: String) throws { self.keyID = try KeyID(keyID) }

    /// `drm.yaml` is the section of the server's configuration, and `challenge.bin` what to post.
    func write(to folder: String) throws {
        let kit = try WidevineTestKit(at: Timestamp(seconds: 1_800_000_000))
        let service = try kit.service()
        // In privacy mode, which takes a private key of the server's too.
        let player = WidevinePlayer(try kit.model().device(), service: service.certificate)
        let secret = Array(Base64.standard.encode(try Random.bytes(32)).utf8)
        let files: KeyValuePairs = [
            "root.der": try kit.root.publicKey.pkcs1, "service.bin": service.certificate,
            "service.pem": service.key.withBytes { [UInt8](copying: $0) }, "renewal": secret,
            "challenge.bin": try player.request([keyID]), "drm.yaml": Array(Self.section(folder).utf8),
        ]
        for (name, bytes) in files { try DurableFile.replace("\(folder)/\(name)", with: bytes) }
    }

    private static func section(_ folder: String) -> String {
        """
        drm:
          allowTestMaterial: true
          widevine:
            rootFile: "\(folder)/root.der"
            serviceCertificateFile: "\(folder)/service.bin"
            serviceKeyFile: "\(folder)/service.pem"
            renewalSecretFile: "\(folder)/renewal"

        """
    }
}
