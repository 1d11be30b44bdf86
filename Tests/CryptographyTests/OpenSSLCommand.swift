import Foundation

/// The `openssl` program, for keys and certificates that our own code does not make.
struct OpenSSLCommand {
    struct Failure: Error {
        let arguments: [String]
        let message: String
    }

    /// A directory of its own; what it held goes with it.
    final class Directory: Sendable {
        let url: URL

        init() throws {
            url = FileManager.default.temporaryDirectory.appending(path: "evergrant-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        }

        deinit { remove() }

        func remove() { try? FileManager.default.removeItem(at: url) }

        func path(_ name: String) -> String { url.appending(path: name).path(percentEncoded: false) }
    }

    let directory: Directory

    /// Runs with words parted by spaces; none of ours holds one.
    @discardableResult
    func run(_ line: String) throws -> [UInt8] {
        let arguments = line.split(separator: " ").map(String.init)
        let process = Process()
        let (output, errors) = (Pipe(), Pipe())
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        process.currentDirectoryURL = directory.url
        process.standardOutput = output
        process.standardError = errors
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let written = try output.fileHandleForReading.readToEnd() ?? Data()
        let complaints = try errors.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(arguments: arguments, message: String(decoding: complaints, as: UTF8.self))
        }
        return [UInt8](written)
    }
}
