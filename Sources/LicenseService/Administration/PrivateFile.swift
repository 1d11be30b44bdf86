internal import Bytes
internal import Daemon
internal import FoundationEssentials

/// Writes `text` to a new file that only its owner can read; a file that is there already is not overwritten.
package func writePrivately(_ text: String, to path: String) throws {
    try writePrivately(Secret(copying: Array((text.hasSuffix("\n") ? text : text + "\n").utf8)), to: path)
}

/// Writes `bytes` to a new file that only its owner can read; a file that is there already is not overwritten.
func writePrivately(_ bytes: Secret, to path: String) throws {
    guard !FileManager.default.fileExists(atPath: path) else {
        throw CommandFailure.refused("\(path) is there already and is not overwritten")
    }
    let isWritten = FileManager.default.createFile(
        atPath: path, contents: Data(bytes.withBytes { [UInt8](copying: $0) }),
        attributes: [.posixPermissions: 0o600])
    guard isWritten else { throw CommandFailure.misconfigured("cannot write \(path)") }
}
