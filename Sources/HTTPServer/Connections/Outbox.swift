internal import Reactor

/// Bytes on their way to the kernel.
struct Outbox {
    private var bytes: [UInt8] = []
    private var sent = 0

    var count: Int { bytes.count - sent }
    var isEmpty: Bool { count == 0 }

    mutating func append(_ more: [UInt8]) {
        if isEmpty {
            bytes = more
            sent = 0
        } else {
            bytes.append(contentsOf: more)
        }
    }

    /// Sends what the socket takes; what is left waits until it is writable.
    mutating func send(to socket: borrowing ConnectedSocket) throws(SystemError) {
        while !isEmpty {
            let start = sent
            guard case .bytes(let count) = try socket.descriptor.send(bytes.span.extracting(start...)) else { return }
            sent = start + count
        }
        bytes = []
        sent = 0
    }
}
