internal import Foundation

/// Ports on which nobody listens, and that no other run on this machine has chosen either.
///
/// Read from the kernel's own table, because a test bind could be in the way of the real one; and locked, because a
/// server binds with SO_REUSEPORT, so that a second run on its port would go unnoticed.
package enum FreePort {
    /// Below the kernel's ephemeral range (32768…), so that an outgoing connection does not take the port meanwhile.
    private static let range: ClosedRange<UInt16> = 20_000...29_999
    private static let attemptsMax = 200
    private static let locks = Guarded<[UInt16: PortLock]>([:])

    /// A port that is free now; it stays ours until this process ends.
    ///
    /// - Parameter preferred: Taken when it is free, so that people find the same address on every run.
    package static func claim(preferring preferred: UInt16? = nil) throws(LocalRegionsFailure) -> UInt16 {
        let busy = listeningPorts()
        let candidates = [preferred].compactMap { $0 } + (0..<attemptsMax).map { _ in UInt16.random(in: range) }
        for port in candidates where !busy.contains(port) {
            let isOurs = locks.withLock { locks in
                guard locks[port] == nil, let lock = PortLock(port) else { return false }
                locks[port] = lock
                return true
            }
            if isOurs { return port }
        }
        throw .noFreePort
    }

    /// Local ports of all sockets, TCP and UDP, but those in TIME_WAIT (state 06), which `SO_REUSEADDR` steps over.
    static func listeningPorts() -> Set<UInt16> {
        var ports: Set<UInt16> = []
        for table in ["tcp", "tcp6", "udp", "udp6"] {
            let text = (try? String(contentsOfFile: "/proc/net/\(table)", encoding: .utf8)) ?? ""
            for line in text.split(separator: "\n").dropFirst() {
                let columns = line.split(separator: " ")
                guard columns.count > 3, columns[3] != "06", let port = columns[1].split(separator: ":").last else {
                    continue
                }
                if let number = UInt16(port, radix: 16) { ports.insert(number) }
            }
        }
        return ports
    }
}

/// A lock file that says "this port is taken" to other runs; the kernel drops the lock when its owner dies.
private final class PortLock: Sendable {
    private static let folder = URL(fileURLWithPath: "/tmp/evergrant-ports", isDirectory: true)

    private let file: FileHandle

    /// Nil when another run has the port.
    init?(_ port: UInt16) {
        let manager = FileManager.default
        try? manager.createDirectory(at: Self.folder, withIntermediateDirectories: true)
        // Whoever made it, everybody may lock here, and nobody may delete what is another's.
        try? manager.setAttributes([.posixPermissions: 0o1777], ofItemAtPath: Self.folder.path)
        let path = Self.folder.appending(path: "\(port)").path
        if !manager.fileExists(atPath: path) {
            _ = manager.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o666])
        }
        guard let file = FileHandle(forUpdatingAtPath: path) else { return nil }
        guard flock(file.fileDescriptor, LOCK_EX | LOCK_NB) == 0 else { return nil }
        self.file = file
    }
}
