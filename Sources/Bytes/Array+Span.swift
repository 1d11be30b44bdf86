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
        for index in indices where self[index] != other[index] { return false }
        return true
    }

    /// Whether these are the bytes of `word` in UTF-8.
    package func equals(_ word: StaticString) -> Bool {
        guard count == word.utf8CodeUnitCount, word.hasPointerRepresentation else { return false }
        for index in indices where unsafe self[index] != word.utf8Start[index] { return false }
        return true
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
