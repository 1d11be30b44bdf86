internal import Reactor

/// Bytes on their way to the kernel.
struct Outbox {
    /// What has not been sent, and perhaps some that has; whoever makes bytes adds them to the end.
    var bytes: [UInt8] = []
    private var sent = 0

    var count: Int { bytes.count - sent }
    var isEmpty: Bool { count == 0 }
    /// What it keeps from others, which is more than what is to be sent.
    var heldBytes: Int { bytes.capacity }

    mutating func append(_ more: consuming [UInt8]) {
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
    }

    /// Gives the array away once everything in it has been sent: its room is for others to use.
    mutating func takeRoom() -> [UInt8] {
        var room: [UInt8] = []
        swap(&room, &bytes)
        sent = 0
        return room
    }
}
