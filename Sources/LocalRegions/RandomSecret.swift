internal import Foundation

/// Writes 32 random bytes as base64, readable by its owner only.
func makeSecret(at file: URL) async throws {
    try await Command("openssl", ["rand", "-base64", "-out", file.path, "32"]).run()
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
}
