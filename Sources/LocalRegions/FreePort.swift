internal import Foundation

/// Ports on which nobody listens.
///
/// Read from the kernel's own table, because a test bind could be in the way of the real one.
package enum FreePort {
    /// Below the kernel's ephemeral range (32768…), so that an outgoing connection does not take the port meanwhile.
    private static let range: ClosedRange<UInt16> = 20_000...29_999
    private static let attemptsMax = 200
    private static let claimed = Guarded<Set<UInt16>>([])

    /// A port that is free now and was not given out before by this process.
    ///
    /// - Parameter preferred: Taken when it is free, so that people find the same address on every run.
    package static func claim(preferring preferred: UInt16? = nil) throws(LocalRegionsFailure) -> UInt16 {
        let busy = listeningPorts()
        let candidates = [preferred].compactMap { $0 } + (0..<attemptsMax).map { _ in UInt16.random(in: range) }
        let free = claimed.withLock { taken in
            let port = candidates.first { !busy.contains($0) && !taken.contains($0) }
            if let port { taken.insert(port) }
            return port
        }
        guard let free else { throw .noFreePort }
        return free
    }

    /// Local ports of all sockets but those in TIME_WAIT (state 06), which `SO_REUSEADDR` steps over.
    static func listeningPorts() -> Set<UInt16> {
        var ports: Set<UInt16> = []
        for table in ["/proc/net/tcp", "/proc/net/tcp6"] {
            let text = (try? String(contentsOfFile: table, encoding: .utf8)) ?? ""
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
