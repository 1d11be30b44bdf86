import Bytes
import Cryptography
import DRMSystems
import Foundation
import Licensing
import Testing

/// Apple's own test vectors, which only a licensee has; `EVERGRANT_FAIRPLAY_SDK` names the folder (docs/fairplay.md).
@Suite("FairPlay vectors of the SDK", .enabled(if: VendorVectors.folder != nil))
struct VendorVectorTests {
    @Test("each SPC of the folder opens with the SDK's device key, and is answered with a CKC")
    func opensEach() throws {
        let vectors = try VendorVectors(in: #require(VendorVectors.folder))

        #expect(!vectors.spcs.isEmpty)
        for (name, spc) in vectors.spcs {
            let sealed = try SealedFairPlayChallenge(parsing: spc, by: vectors.provider)
            let challenge = try FairPlayChallenge(sealed, deviceKey: vectors.deviceKey)
            #expect(challenge.license.device?.id.count == 20, "\(name)")
            let license = try FairPlayScene().license(challenge)
            #expect(license.bytes.isEmpty == (challenge.license.kind == .release), "\(name)")
        }
    }

    @Test("a device key with one bit changed opens none of them")
    func opensNoneOtherwise() throws {
        let vectors = try VendorVectors(in: #require(VendorVectors.folder))
        var bytes = vectors.deviceKey.withBytes { [UInt8](copying: $0) }
        bytes[0] ^= 1
        for (name, spc) in vectors.spcs {
            let sealed = try SealedFairPlayChallenge(parsing: spc, by: vectors.provider)
            #expect(throws: FairPlayRefusal.notOpened, "\(name)") {
                try FairPlayChallenge(sealed, deviceKey: Secret(copying: bytes))
            }
        }
    }
}

/// `certificate.der`, `private_key.pem`, `dask.hex`, and SPCs in files that begin with `spc`.
private struct VendorVectors {
    static let folder = ProcessInfo.processInfo.environment["EVERGRANT_FAIRPLAY_SDK"].map {
        URL(fileURLWithPath: $0, isDirectory: true)
    }

    let provider: FairPlayProvider
    let deviceKey: Secret
    let spcs: [(name: String, bytes: [UInt8])]

    init(in folder: URL) throws {
        func bytes(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: folder.appending(path: name))) }
        let hex = String(decoding: try bytes("dask.hex"), as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        deviceKey = Secret(copying: try Hex.decode(hex.utf8))
        let key = try RSAPrivateKey(pem: Secret(copying: bytes("private_key.pem")))
        let certificate = try FairPlayCertificate(der: bytes("certificate.der"), key: key)
        provider = try FairPlayProvider(certificates: [certificate], deviceKeys: .fixed(deviceKey))
        spcs = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
            .filter { $0.hasPrefix("spc") }.map { ($0, try bytes($0)) }
    }
}
