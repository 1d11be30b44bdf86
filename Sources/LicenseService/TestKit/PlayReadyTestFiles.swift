internal import Bytes
internal import Cryptography
internal import DRMSystems
internal import Daemon

/// Makes a root for PlayReady, a server's keys and chain, and a device of each level, and writes them into a new
/// folder.
///
/// - Returns: What was made, a line each.
package func makePlayReadyTestKit(in folder: String) throws -> [String] {
    let files: [PlayReadyTestKit.File]
    do throws(CryptographyFailure) { files = try PlayReadyTestKit().files() } catch {
        throw CommandFailure.misconfigured("the test kit cannot be made: \(error)")
    }
    return try writeTestKit(
        files.map { TestFile(name: $0.name, what: $0.what, bytes: Secret(copying: $0.bytes)) }, in: folder)
}
