internal import CLinux
internal import Glibc

/// One TCP connection, non-blocking, without Nagle's delay: we always hand over whole answers.
package struct ConnectedSocket: ~Copyable {
    package let descriptor: FileDescriptor
    /// Who is at the other end, when they came to us.
    package let peer: IPAddress?

    init(owning number: CInt, from peer: IPAddress? = nil) {
        self.peer = peer
        descriptor = FileDescriptor(owning: number)
        var one: CInt = 1
        // A connection that died meanwhile says so at its first read; there is nothing to do about it here.
        unsafe _ = setsockopt(number, CInt(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<CInt>.size))
    }

    /// Begins to connect; the socket turns writable when it has, or its first use says why it has not.
    package static func connecting(to address: SocketAddress) throws(SystemError) -> ConnectedSocket {
        let number = socket(
            address.family, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard number >= 0 else { throw SystemError(call: "socket", errno: errno) }
        let socket = ConnectedSocket(owning: number)
        let (result, code) = unsafe address.withPointer { unsafe (connect(number, $0, $1), errno) }
        guard result == 0 || code == EINPROGRESS else { throw SystemError(call: "connect \(address)", errno: code) }
        return socket
    }

    /// Why `connecting(to:)` came to nothing, once the socket is writable; nil when it is connected (connect(2)).
    package func connectionError() -> SystemError? {
        var code: CInt = 0
        var length = socklen_t(MemoryLayout<CInt>.size)
        let (result, failure) = descriptor.withNumber {
            unsafe (getsockopt($0, SOL_SOCKET, SO_ERROR, &code, &length), errno)
        }
        guard result == 0 else { return SystemError(call: "getsockopt", errno: failure) }
        return code == 0 ? nil : SystemError(call: "connect", errno: code)
    }

    /// Who is at the other end; throws when they have left already.
    package func peerAddress() throws(SystemError) -> SocketAddress {
        try descriptor.withNumber { number throws(SystemError) in
            try unsafe SocketAddress("getpeername", number) { unsafe getpeername($0, $1, $2) }
        }
    }

    /// Says a last word, to whoever is there to hear it, and ends our side.
    package func sendAway(saying words: [UInt8]) {
        if !words.isEmpty { _ = try? descriptor.send(words.span) }
        finishWriting()
    }

    /// Lets whatever the peer has not taken go with the descriptor, and says so with a reset (socket(7), `SO_LINGER`).
    ///
    /// Otherwise the kernel would go on offering it for minutes, in memory of its own.
    package func abandonUnsent() {
        var now = linger(l_onoff: 1, l_linger: 0)
        descriptor.withNumber {
            unsafe _ = setsockopt($0, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
        }
    }

    /// Ends our side: the peer reads what we sent and then the end, even while its own bytes are on their way.
    package func finishWriting() {
        descriptor.withNumber { _ = shutdown($0, CInt(SHUT_WR)) }
    }
}
