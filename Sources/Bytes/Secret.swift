internal import Glibc

/// Bytes that must not be seen: wiped when the last owner lets go, never printed.
///
/// A class, because keys live in caches and collections, which take no noncopyable elements; the bytes still exist
/// once.
@safe package final class Secret: @unchecked Sendable {  // Unchecked: the bytes never change after `init`.
    private let storage: UnsafeMutableBufferPointer<UInt8>

    package var count: Int { unsafe storage.count }

    /// Copies `bytes`; the caller wipes or forgets its own copy.
    package convenience init(copying bytes: some Collection<UInt8>) {
        self.init(count: bytes.count) { span in
            for (index, byte) in bytes.enumerated() { span[index] = byte }
        }
    }

    /// Lets `fill` write the bytes in place, so that no second copy ever exists.
    package init<E: Error>(count: Int, fill: (inout MutableSpan<UInt8>) throws(E) -> Void) throws(E) {
        unsafe storage = .allocate(capacity: count)
        unsafe storage.initialize(repeating: 0)
        var span = unsafe storage.mutableSpan
        try fill(&span)
    }

    deinit {
        if let start = unsafe storage.baseAddress { unsafe explicit_bzero(start, storage.count) }
        unsafe storage.deallocate()
    }

    /// Lends the bytes; what `body` copies out is its own to protect.
    package func withBytes<R, E: Error>(_ body: (Span<UInt8>) throws(E) -> R) throws(E) -> R {
        try body(unsafe storage.span)
    }

    /// Writes a key of sixteen bytes in base64url without padding.
    ///
    /// - Precondition: there are sixteen.
    package func appendBase64URL(to output: inout OutputSpan<UInt8>) {
        precondition(count == 16, "a key has sixteen bytes")
        let value = unsafe UnsafeRawPointer(storage.baseAddress)?.loadUnaligned(as: UInt128.self)
        if let value { output.append(base64URL: UInt128(bigEndian: value)) }
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "‹secret of \(count) bytes›" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
