import Reactor
import Testing

@Suite("Descriptors on a loop")
struct WatchTests {
    /// Answers every byte with the same byte.
    private final class Echo: EventHandler {
        let socket: ConnectedSocket
        var watch: Watch?
        init(_ socket: consuming ConnectedSocket) { self.socket = socket }

        func ready(_ readiness: Readiness, on loop: isolated EventLoop) {
            var buffer = [UInt8](repeating: 0, count: 64)
            guard case .bytes(let count)? = try? socket.descriptor.read(into: &buffer) else {
                if let watch { loop.unwatch(watch) }
                return
            }
            let bytes = Array(buffer.prefix(count))
            _ = try? socket.descriptor.send(bytes.span)
        }
    }

    private final class Acceptor: EventHandler {
        let listener: ListeningSocket
        init(_ listener: consuming ListeningSocket) { self.listener = listener }

        func ready(_ readiness: Readiness, on loop: isolated EventLoop) {
            while let socket = try? listener.accept() {
                let echo = Echo(socket)
                echo.watch = try? echo.socket.descriptor.withNumber { number throws(SystemError) in
                    try loop.watch(number, for: .readable, handler: echo)
                }
            }
        }
    }

    private final class Collector: EventHandler {
        let socket: ConnectedSocket
        let wanted: Int
        var received: [UInt8] = []
        var onDone: (([UInt8]) -> Void)?
        init(_ socket: consuming ConnectedSocket, wanting wanted: Int) {
            self.socket = socket
            self.wanted = wanted
        }

        func ready(_ readiness: Readiness, on loop: isolated EventLoop) {
            var buffer = [UInt8](repeating: 0, count: 64)
            guard case .bytes(let count)? = try? socket.descriptor.read(into: &buffer) else { return }
            received += buffer.prefix(count)
            if received.count >= wanted { onDone?(received) }
        }
    }

    @Test("bytes go out and come back through one loop", arguments: ["127.0.0.1", "::1"])
    func echoes(host: String) async throws {
        let loop = try EventLoop.start(named: "test")
        defer { loop.stop() }

        let echoed = try await roundTrip(Array("license".utf8), host: host, on: loop)

        #expect(echoed == Array("license".utf8))
        #expect(await loop.load.watches == 0, "a closed connection leaves nothing behind")
    }

    private func roundTrip(_ bytes: [UInt8], host: String, on loop: isolated EventLoop) async throws -> [UInt8] {
        let anyPort = try #require(SocketAddress(numeric: host, port: 0))
        let acceptor = Acceptor(try ListeningSocket(on: anyPort))
        let listening = try acceptor.listener.withNumber { number throws(SystemError) in
            try loop.watch(number, for: .readable, handler: acceptor)
        }
        let client = Collector(try ConnectedSocket.connecting(to: acceptor.listener.address), wanting: bytes.count)
        let watch = try client.socket.descriptor.withNumber { number throws(SystemError) in
            try loop.watch(number, for: .readable, handler: client)
        }
        // As long as the connection is not made, nothing can be sent (EAGAIN).
        let nothing: [UInt8] = []
        while try client.socket.descriptor.send(nothing.span) == .wouldBlock {
            try await loop.sleep(for: .milliseconds(1))
        }
        let echoed = await withCheckedContinuation { continuation in
            client.onDone = { continuation.resume(returning: $0) }
            _ = try? client.socket.descriptor.send(bytes.span)
        }
        loop.unwatch(watch)
        loop.unwatch(listening)
        client.socket.finishWriting()
        while loop.load.watches > 0 { try await loop.sleep(for: .milliseconds(1)) }
        return echoed
    }
}
