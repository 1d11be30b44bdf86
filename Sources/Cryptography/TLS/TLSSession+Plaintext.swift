internal import COpenSSL

/// What one read came to: having to wait, and the end, are results and not errors.
package enum TLSReadOutcome: Equatable, Sendable {
    case bytes(Int)
    case needsInput
    /// The peer sent close_notify: nothing was cut off.
    case closed
}

extension TLSSession {
    /// Deciphers at most as many bytes as `buffer` has.
    package mutating func read(into buffer: inout MutableSpan<UInt8>) throws(TLSFailure) -> TLSReadOutcome {
        try unsafe buffer.withUnsafeMutableBufferPointer { (bytes) throws(TLSFailure) in try unsafe read(into: bytes) }
    }

    /// Deciphers everything at hand onto the end of `plaintext`: at most what `receive` may hold.
    ///
    /// - Returns: Whether the peer has closed.
    package mutating func readAll(appendingTo plaintext: inout [UInt8]) throws(TLSFailure) -> Bool {
        var outcome = TLSReadOutcome.bytes(0)
        while case .bytes = outcome {
            try plaintext.append(addingCapacity: Self.recordByteCount) { (room) throws(TLSFailure) in
                outcome = try unsafe room.withUnsafeMutableBufferPointer { (bytes, count) throws(TLSFailure) in
                    let outcome = try unsafe read(into: bytes)
                    if case .bytes(let readCount) = outcome { count = readCount }
                    return outcome
                }
            }
        }
        return outcome == .closed
    }

    private mutating func read(into bytes: UnsafeMutableBufferPointer<UInt8>) throws(TLSFailure) -> TLSReadOutcome {
        precondition(!bytes.isEmpty, "a read of nothing cannot be told from having to wait")
        ErrorQueue.clear()
        var count = 0
        let result = unsafe SSL_read_ex(ssl, bytes.baseAddress, bytes.count, &count)
        return switch unsafe SSL_get_error(ssl, result) {
        case SSL_ERROR_NONE: .bytes(count)
        case SSL_ERROR_WANT_READ: .needsInput
        case SSL_ERROR_ZERO_RETURN: .closed
        default: throw fail()
        }
    }

    /// Enciphers as much of `plaintext` as may wait to be sent.
    ///
    /// - Returns: How many bytes that was: fewer than given when `CryptographyLimits.pendingOutputBytes` wait already,
    ///   none before the handshake is complete. The rest is for after `takeCiphertext`.
    package mutating func write(_ plaintext: Span<UInt8>) throws(TLSFailure) -> Int {
        let limit = CryptographyLimits.pendingOutputBytes
        let accepted = min(plaintext.count, limit - min(pendingOutputCount, limit))
        guard accepted > 0, unsafe SSL_is_init_finished(ssl) == 1 else { return 0 }
        ErrorQueue.clear()
        var count = 0
        let result = unsafe plaintext.withUnsafeBufferPointer { bytes in
            unsafe SSL_write_ex(ssl, bytes.baseAddress, accepted, &count)
        }
        guard result == 1 else { throw fail() }
        return count
    }

    /// The most plaintext in a record (RFC 8446 §5.1).
    private static var recordByteCount: Int { 16 << 10 }
}
