import Glibc
import Reactor

/// A TCP client that blocks, and does exactly what a test tells it, well-behaved or not.
///
/// It blocks a thread of its own: the few that Swift runs tests on must stay free.
package actor BlockingClient {
    package struct Failure: Error, Equatable {
        package let call: String
        package let code: CInt
    }

    /// How long one call may block: longer than anything a test waits for, so only a failing test gets here.
    private static let patienceSeconds = 20

    private let thread: EventLoop
    private var number: CInt
    /// Received, and not asked for yet.
    var unread: [UInt8] = []

    package nonisolated var unownedExecutor: UnownedSerialExecutor { thread.unownedExecutor }

    /// Connects to a server on this machine.
    ///
    /// - Parameters:
    ///   - source: Where it comes from: any address of 127.0.0.0/8 is this machine.
    ///   - receiveBufferBytes: A small one makes a slow reader of a client that does not read.
    package init(
        host: String = "127.0.0.1", port: UInt16, from source: String = "0.0.0.0", receiveBufferBytes: CInt? = nil
    ) throws {
        number = try Self.connect(host, port, source, receiveBufferBytes)
        thread = try EventLoop.start(named: "test-client")
    }

    deinit {
        if number >= 0 { _ = Glibc.close(number) }
        thread.stop()
    }

    /// Sends everything.
    package func send(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(number, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL)) }
            guard count > 0 else { throw Failure(call: "send", code: errno) }
            rest.removeFirst(count)
        }
    }

    package func send(_ text: String) throws { try send(Array(text.utf8)) }

    /// Sends what fits without waiting; how many bytes that was.
    package func sendWithoutWaiting(_ bytes: [UInt8]) -> Int {
        let flags = CInt(MSG_NOSIGNAL | MSG_DONTWAIT)
        return max(0, bytes.withUnsafeBytes { Glibc.send(number, $0.baseAddress, $0.count, flags) })
    }

    /// Ends our side; the server may still answer.
    package func finishWriting() { shutdown(number, CInt(SHUT_WR)) }

    /// Leaves as a crashed machine does: with a reset.
    package func reset() {
        Self.set(SO_LINGER, linger(l_onoff: 1, l_linger: 0), on: number)
        close()
    }

    package func close() {
        guard number >= 0 else { return }
        _ = Glibc.close(number)
        number = -1
    }

    /// Whatever comes next; empty at the end of the stream.
    package func receive() throws -> [UInt8] {
        if !unread.isEmpty {
            defer { unread = [] }
            return unread
        }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = buffer.withUnsafeMutableBytes { recv(number, $0.baseAddress, $0.count, 0) }
        guard count >= 0 else { throw Failure(call: "recv", code: errno) }
        return Array(buffer.prefix(count))
    }

    /// Everything until the server ends its side.
    package func receiveToEnd() throws -> [UInt8] {
        var all: [UInt8] = []
        while case let more = try receive(), !more.isEmpty { all += more }
        return all
    }

    private static func connect(
        _ host: String, _ port: UInt16, _ source: String, _ receiveBufferBytes: CInt?
    ) throws -> CInt {
        let number = socket(AF_INET, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard number >= 0 else { throw Failure(call: "socket", code: errno) }
        if let receiveBufferBytes { set(SO_RCVBUF, receiveBufferBytes, on: number) }
        set(SO_RCVTIMEO, timeval(tv_sec: patienceSeconds, tv_usec: 0), on: number)
        set(SO_SNDTIMEO, timeval(tv_sec: patienceSeconds, tv_usec: 0), on: number)
        let bound = with(source, 0) { (bind(number, $0, $1), errno) }
        let (result, code) = bound.0 == 0 ? with(host, port) { (Glibc.connect(number, $0, $1), errno) } : bound
        guard result == 0 else {
            _ = Glibc.close(number)
            throw Failure(call: "connect", code: code)
        }
        return number
    }

    private static func with<R>(_ host: String, _ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> R) -> R
    {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        inet_pton(AF_INET, host, &address.sin_addr)
        return withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    private static func set<Value>(_ option: CInt, _ value: Value, on number: CInt) {
        _ = withUnsafePointer(to: value) {
            setsockopt(number, SOL_SOCKET, option, $0, socklen_t(MemoryLayout<Value>.size))
        }
    }
}
