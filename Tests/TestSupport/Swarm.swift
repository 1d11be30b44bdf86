import Glibc

/// Thousands of connections that somebody holds from many addresses of this machine, and pays little for.
package final class Swarm {
    package struct Failure: Error {
        let call: String
        let code: CInt
    }

    /// Each has its connections from this many addresses, as a real one has.
    private static let addressCount = 500
    private var sockets: [CInt] = []

    /// How many connections the server has not closed yet.
    package var openCount: Int { sockets.count }

    /// - Parameter opening: What each says first.
    package init(_ count: Int, to host: String, port: UInt16, saying opening: [UInt8]) throws {
        for index in 0..<count {
            let source = "127.1.\(index % Self.addressCount / 250).\(index % 250 + 1)"
            let number = try Self.connect(from: source, to: host, port)
            sockets.append(number)
            _ = Self.send(opening, on: number)
        }
    }

    deinit { for number in sockets { _ = Glibc.close(number) } }

    /// Sends a little on each connection, and lets go of those that the server has closed.
    package func drip(_ bytes: [UInt8]) {
        sockets.removeAll { number in
            _ = Self.send(bytes, on: number)
            guard Self.hasEnded(number) else { return false }
            _ = Glibc.close(number)
            return true
        }
    }

    private static func send(_ bytes: [UInt8], on number: CInt) -> Int {
        bytes.withUnsafeBytes { Glibc.send(number, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL | MSG_DONTWAIT)) }
    }

    /// Reads what has come; true at the end of it all.
    private static func hasEnded(_ number: CInt) -> Bool {
        var buffer = [UInt8](repeating: 0, count: 1_024)
        while true {
            let (count, code) = buffer.withUnsafeMutableBytes {
                (recv(number, $0.baseAddress, $0.count, CInt(MSG_DONTWAIT)), errno)
            }
            if count <= 0 { return count == 0 || code != EAGAIN }
        }
    }

    package static func connect(from source: String, to host: String, _ port: UInt16) throws -> CInt {
        let number = socket(AF_INET, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard number >= 0 else { throw Failure(call: "socket", code: errno) }
        for (call, address, act) in [("bind", (source, 0), bind), ("connect", (host, port), Glibc.connect)] {
            let (result, code) = with(address) { (act(number, $0, $1), errno) }
            guard result == 0 else {
                _ = Glibc.close(number)
                throw Failure(call: call, code: code)
            }
        }
        return number
    }

    private static func with<R>(
        _ place: (host: String, port: UInt16), _ body: (UnsafePointer<sockaddr>, socklen_t) -> R
    ) -> R {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = place.port.bigEndian
        inet_pton(AF_INET, place.host, &address.sin_addr)
        return withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
