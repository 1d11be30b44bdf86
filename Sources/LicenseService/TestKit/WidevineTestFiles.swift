internal import Bytes
internal import Cryptography
internal import DRMSystems
internal import Daemon
internal import Glibc
internal import Licensing

/// Makes a root for Widevine, a service certificate and a device of each type, and writes them into a new folder.
///
/// - Returns: What was made, a line each.
package func makeWidevineTestKit(in folder: String) throws -> [String] {
    try writeTestKit(widevineTestFiles(at: Timestamp(seconds: Int64(time(nil)))), in: folder)
}

private func widevineTestFiles(at now: Timestamp) throws -> [TestFile] {
    do {
        let kit = try WidevineTestKit(at: now)
        let service = try kit.service()
        let model = try kit.model()
        let secret = Base64.standard.encode(try Random.secret(32).withBytes { [UInt8](copying: $0) })
        return [
            TestFile(
                name: "root.der", what: "the test root's public key",
                bytes: Secret(copying: try kit.root.publicKey.pkcs1)),
            TestFile(name: "root-key.pem", what: "the test root's private key", bytes: try kit.root.pem),
            TestFile(
                name: "service-certificate.bin", what: "the service certificate",
                bytes: Secret(copying: service.certificate)),
            TestFile(name: "service-key.pem", what: "its private key", bytes: service.key),
            TestFile(
                name: "renewal-secrets", what: "what licenses are renewed by, the same in all regions",
                bytes: Secret(copying: Array("1:\(secret)\n".utf8))),
            TestFile(
                name: "android.wvd", what: "a device of the Android type",
                bytes: try model.device().file(.android)),
            TestFile(
                name: "chrome.wvd", what: "a device of the Chrome type", bytes: try model.device().file(.chrome)),
        ]
    } catch {
        throw CommandFailure.misconfigured("the test kit cannot be made: \(error)")
    }
}
