package import Foundation

/// A directory of our own that goes away with its last owner.
///
/// Others may pass through it (mode 0711) but not list it: PostgreSQL runs as another user, in a folder inside.
package final class TemporaryDirectory: Sendable {
    package let url: URL

    /// - Parameter prefix: Begins the folder's name under `/tmp`; short, as a Unix socket's path has 107 bytes at most.
    package init(prefix: String = "evergrant") throws {
        let name = "\(prefix)-\(String(UInt64.random(in: .min ... .max), radix: 36))"
        url = URL(fileURLWithPath: "/tmp", isDirectory: true).appending(path: name, directoryHint: .isDirectory)
        try FileManager.default.createDirectory(
            at: url, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o711])
    }

    deinit { remove() }

    /// Deletes everything now; harmless when repeated.
    package func remove() { try? FileManager.default.removeItem(at: url) }
}
