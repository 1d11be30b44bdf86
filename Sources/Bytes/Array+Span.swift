internal import Glibc

extension [UInt8] {
    /// A copy that outlives the span it was made from.
    package init(copying bytes: RawSpan) {
        self = unsafe bytes.withUnsafeBytes { unsafe [UInt8]($0) }
    }

    /// A copy that outlives the span it was made from.
    package init(copying bytes: Span<UInt8>) {
        self = unsafe bytes.withUnsafeBufferPointer { unsafe [UInt8]($0) }
    }

    /// Adds a copy of the span's bytes.
    package mutating func append(copying bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }

    /// Adds an integer in network order.
    ///
    /// Spelled out for each width: a generic is not specialized across targets, and records are made of integers.
    package mutating func append(bigEndian value: UInt16) { appendBytes(of: value.bigEndian) }
    package mutating func append(bigEndian value: UInt32) { appendBytes(of: value.bigEndian) }
    package mutating func append(bigEndian value: UInt64) { appendBytes(of: value.bigEndian) }
    package mutating func append(bigEndian value: Int32) { appendBytes(of: value.bigEndian) }
    package mutating func append(bigEndian value: Int64) { appendBytes(of: value.bigEndian) }
    package mutating func append(bigEndian value: UInt128) { appendBytes(of: value.bigEndian) }

    @inline(__always)
    private mutating func appendBytes(of value: some BitwiseCopyable) {
        unsafe Swift.withUnsafeBytes(of: value) { unsafe append(contentsOf: $0) }
    }
}

extension Span<UInt8> {
    package func equals(_ other: Span<UInt8>) -> Bool {
        guard count == other.count else { return false }
        return unsafe withUnsafeBufferPointer { mine in
            unsafe other.withUnsafeBufferPointer { theirs in
                guard let mine = mine.baseAddress, let theirs = theirs.baseAddress else { return true }
                return unsafe memcmp(mine, theirs, other.count) == 0
            }
        }
    }

    /// Where `byte` first stands from `start` on.
    package func firstIndex(of byte: UInt8, from start: Int = 0) -> Int? {
        guard start < count else { return nil }
        return unsafe withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress,
                let found = unsafe memchr(base + start, CInt(byte), bytes.count - start)
            else { return nil }
            return unsafe UnsafeRawPointer(found) - UnsafeRawPointer(base)
        }
    }

    /// Whether these are the bytes of `word` in UTF-8.
    package func equals(_ word: StaticString) -> Bool {
        guard count == word.utf8CodeUnitCount, word.hasPointerRepresentation else { return false }
        return unsafe withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return true }
            return unsafe memcmp(base, word.utf8Start, bytes.count) == 0
        }
    }
}

extension String {
    /// Of bytes that are known to be UTF-8.
    init(copyingUTF8 bytes: Span<UInt8>) {
        self = unsafe String(copying: UTF8Span(unchecked: bytes))
    }
}

extension [UInt8] {
    /// Adds the bytes of `word` in UTF-8.
    package mutating func append(_ word: StaticString) {
        unsafe append(contentsOf: UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
    }
}
