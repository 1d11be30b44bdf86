import Glibc

/// systemd's end of sd_notify(3).
package final class NotifySocket: Sendable {
    package struct Failure: Error { package let code: CInt }

    package let name: String
    private let number: CInt
    /// How long a word may take: longer than anything a test waits for.
    private static let patienceSeconds = 20

    /// - Parameter name: A path, or `@name`.
    package init(_ name: String) throws {
        self.name = name
        number = socket(AF_UNIX, CInt(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var patience = timeval(tv_sec: Self.patienceSeconds, tv_usec: 0)
        setsockopt(number, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        let path = name.hasPrefix("@") ? [0] + Array(name.utf8.dropFirst()) : Array(name.utf8) + [0]
        let family = withUnsafeBytes(of: sa_family_t(AF_UNIX)) { Array($0) }
        let address = family + path
        let result = address.withUnsafeBytes { raw in
            raw.withMemoryRebound(to: sockaddr.self) { bind(number, $0.baseAddress, socklen_t(address.count)) }
        }
        guard result == 0 else { throw Failure(code: errno) }
    }

    deinit { close(number) }

    /// The lines of the next datagram.
    package func next() throws -> [String] {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        let count = buffer.withUnsafeMutableBytes { recv(number, $0.baseAddress, $0.count, 0) }
        guard count >= 0 else { throw Failure(code: errno) }
        return String(decoding: buffer.prefix(count), as: UTF8.self).split(separator: "\n").map(String.init)
    }

    /// Bytes of the next datagram that has come and was not read; 0 without any (FIONREAD, udp(7)).
    package var waitingCount: Int {
        var count: CInt = 0
        _ = ioctl(number, UInt(FIONREAD), &count)
        return Int(count)
    }
}
