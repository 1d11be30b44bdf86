internal import Glibc

/// What one non-blocking read came to: having to wait, and the end, are results and not errors.
package enum ReadOutcome: Equatable, Sendable {
    case bytes(Int)
    case wouldBlock
    case endOfStream
}

/// What one non-blocking write came to.
package enum WriteOutcome: Equatable, Sendable {
    case bytes(Int)
    case wouldBlock
}

extension FileDescriptor {
    /// Reads once, at most as many bytes as `buffer` holds.
    package func read(into buffer: inout [UInt8]) throws(SystemError) -> ReadOutcome {
        precondition(!buffer.isEmpty, "a zero-byte read cannot be told from the end of the stream")
        while true {
            let (count, code) = unsafe buffer.withUnsafeMutableBytes { bytes in
                withNumber { unsafe (Glibc.read($0, bytes.baseAddress, bytes.count), errno) }
            }
            if count > 0 { return .bytes(count) }
            if count == 0 { return .endOfStream }
            switch code {
            case EINTR: continue
            case EAGAIN: return .wouldBlock
            default: throw SystemError(call: "read", errno: code)
            }
        }
    }

    /// Sends what the socket takes of `bytes`; a peer that is gone is an error here, never a signal.
    package func send(_ bytes: Span<UInt8>) throws(SystemError) -> WriteOutcome {
        while true {
            let (count, code) = unsafe bytes.withUnsafeBytes { bytes in
                withNumber { unsafe (Glibc.send($0, bytes.baseAddress, bytes.count, CInt(MSG_NOSIGNAL)), errno) }
            }
            if count >= 0 { return .bytes(count) }
            switch code {
            case EINTR: continue
            case EAGAIN: return .wouldBlock
            default: throw SystemError(call: "send", errno: code)
            }
        }
    }
}
