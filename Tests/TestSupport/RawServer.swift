import Glibc
import Reactor

/// A TCP server that does to each client exactly what a test tells it, well-behaved or not.
///
/// It blocks a thread of its own: the few that Swift runs tests on must stay free.
package final class RawServer: Sendable {
    package enum Step: Sendable {
        /// Reads until the empty line behind a head.
        case readHead
        case send([UInt8])
        /// Sends one byte at a time, until the client has left.
        case drip([UInt8], pause: Duration)
        /// Ends our side; the client may still send.
        case finishWriting
        /// Leaves as a crashed machine does.
        case reset
        /// Reads and drops until the client has left.
        case awaitEnd
    }

    package struct Failure: Error, Equatable {
        package let call: String
        package let code: CInt
    }

    package let port: UInt16
    private let listener: CInt
    private let counter: Counter

    /// Serves one client after the other, each with all of `steps`.
    package init(_ steps: [Step]) throws {
        let (listener, port) = try Self.listen(backlog: 16)
        let counter = Counter()
        (self.listener, self.port, self.counter) = (listener, port, counter)
        try Thread.start(named: "test-raw") {
            while case let client = accept(listener, nil, nil), client >= 0 {
                for step in steps where !Self.perform(step, on: client) { break }
                _ = Glibc.close(client)
                counter.add()
            }
            _ = Glibc.close(listener)
        }
    }

    deinit { shutdown(listener, CInt(SHUT_RDWR)) }  // Wakes `accept`; the thread closes the rest.

    /// Clients whose connection is over.
    package var endedCount: Int { counter.value }

    /// A listener on 127.0.0.1 that no thread attends to.
    static func listen(backlog: CInt) throws -> (number: CInt, port: UInt16) {
        let number = socket(AF_INET, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard number >= 0 else { throw Failure(call: "socket", code: errno) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(number, $0, length) == 0 && Glibc.listen(number, backlog) == 0
                    && getsockname(number, $0, &length) == 0
            }
        }
        guard isListening else { throw Failure(call: "listen", code: errno) }
        return (number, UInt16(bigEndian: address.sin_port))
    }
}

// What it does to a client; false when the client has left and there is no more to do.
extension RawServer {
    private static func perform(_ step: Step, on client: CInt) -> Bool {
        switch step {
        case .readHead: return readHead(client)
        case .send(let bytes): return send(bytes, client)
        case .drip(let bytes, let pause): return drip(bytes, pause, client)
        case .finishWriting: return shutdown(client, CInt(SHUT_WR)) == 0
        case .reset:
            var option = linger(l_onoff: 1, l_linger: 0)
            setsockopt(client, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
            return true
        case .awaitEnd:
            while case let bytes = receive(client), !bytes.isEmpty {}
            return true
        }
    }

    private static func readHead(_ client: CInt) -> Bool {
        var head: [UInt8] = []
        while !head.suffix(4).elementsEqual("\r\n\r\n".utf8) {
            guard case let bytes = receive(client, atMost: 1), !bytes.isEmpty else { return false }
            head += bytes
        }
        return true
    }

    private static func send(_ bytes: [UInt8], _ client: CInt) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(client, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL)) }
            guard count > 0 else { return false }
            rest.removeFirst(count)
        }
        return true
    }

    /// Waits for the client to say something, or to leave, between two bytes: so nothing outlasts it.
    private static func drip(_ bytes: [UInt8], _ pause: Duration, _ client: CInt) -> Bool {
        for byte in bytes {
            guard send([byte], client) else { return false }
            var asked = pollfd(fd: client, events: Int16(POLLIN), revents: 0)
            guard poll(&asked, 1, CInt(clamping: pause.wholeMilliseconds)) == 0 else { return false }
        }
        return true
    }

    private static func receive(_ client: CInt, atMost count: Int = 65_536) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: count)
        let received = buffer.withUnsafeMutableBytes { recv(client, $0.baseAddress, $0.count, 0) }
        return Array(buffer.prefix(max(0, received)))
    }
}

private final class Counter: Sendable {
    private let count = Lock(0)

    var value: Int { count.withLock { $0 } }
    func add() { count.withLock { $0 += 1 } }
}
