internal import Bytes
internal import Daemon
internal import FoundationEssentials

/// One file of a test kit.
struct TestFile {
    let name: String
    /// For people.
    let what: String
    let bytes: Secret
}

/// Writes a test kit into a new folder, private to its owner: whoever has it can make devices.
///
/// - Returns: What was made, a line each.
func writeTestKit(_ files: [TestFile], in folder: String) throws -> [String] {
    let isNew = !FileManager.default.fileExists(atPath: folder)
    guard isNew else { throw CommandFailure.refused("\(folder) is there already and is not overwritten") }
    do {
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
        throw CommandFailure.misconfigured("cannot make the folder \(folder)")
    }
    for file in files { try writePrivately(file.bytes, to: "\(folder)/\(file.name)") }
    return files.map { "\($0.name): \($0.what)" }
}
