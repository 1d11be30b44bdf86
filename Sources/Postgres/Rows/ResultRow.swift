internal import Bytes
internal import CPostgreSQL
internal import Glibc

/// One row, lent while its query's decoding runs; what should live longer is copied out.
@safe package struct ResultRow: ~Copyable {
    private let result: OpaquePointer
    private let libpq: UnsafePointer<CPostgreSQL_Library>
    private let index: CInt

    init(result: OpaquePointer, _ libpq: UnsafePointer<CPostgreSQL_Library>, index: CInt) {
        unsafe (self.result, self.libpq) = (result, libpq)
        self.index = index
    }

    package var columnCount: Int { unsafe Int(libpq.pointee.PQnfields(result)) }

    package func isNull(_ column: Int) throws(RowError) -> Bool {
        guard column >= 0, column < columnCount else { throw RowError(column: column, .noSuchColumn) }
        return unsafe libpq.pointee.PQgetisnull(result, index, CInt(column)) == 1
    }

    /// Lends a column's bytes as the server sent them, without a copy.
    package func withBytes<R>(_ column: Int, _ body: (RawSpan) throws(RowError) -> R) throws(RowError) -> R {
        try withBytes(column, as: .bytes, body)
    }

    func withBytes<R>(
        _ column: Int, as type: SQLType, _ body: (RawSpan) throws(RowError) -> R
    ) throws(RowError) -> R {
        guard try !isNull(column) else { throw RowError(column: column, .unexpectedNull) }
        let actual = unsafe libpq.pointee.PQftype(result, CInt(column))
        guard type.reads(actual) else { throw RowError(column: column, .wrongType(identifier: actual)) }
        let length = unsafe Int(libpq.pointee.PQgetlength(result, index, CInt(column)))
        let bytes = unsafe UnsafeRawBufferPointer(
            start: libpq.pointee.PQgetvalue(result, index, CInt(column)), count: length)
        return try unsafe body(bytes.bytes)
    }

    private func integer<T: FixedWidthInteger & BitwiseCopyable>(
        _ column: Int, as type: SQLType
    ) throws(RowError) -> T {
        try withBytes(column, as: type) { bytes throws(RowError) in
            guard bytes.byteCount == MemoryLayout<T>.size else {
                throw RowError(column: column, .wrongLength(bytes.byteCount))
            }
            return unsafe T(bigEndian: bytes.unsafeLoadUnaligned(as: T.self))
        }
    }
}

extension ResultRow {
    package func bool(_ column: Int) throws(RowError) -> Bool {
        let byte: UInt8 = try integer(column, as: .bool)
        return byte != 0
    }

    package func int32(_ column: Int) throws(RowError) -> Int32 { try integer(column, as: .int32) }
    package func int64(_ column: Int) throws(RowError) -> Int64 { try integer(column, as: .int64) }
    package func uuid(_ column: Int) throws(RowError) -> UInt128 { try integer(column, as: .uuid) }

    package func bytes(_ column: Int) throws(RowError) -> [UInt8] {
        try withBytes(column) { [UInt8](copying: $0) }
    }

    package func text(_ column: Int) throws(RowError) -> String {
        try withBytes(column, as: .text) { bytes throws(RowError) in
            // The database's encoding is UTF-8, but who wrote it there is not known here: what had to be mended is not
            // what it holds. (A validating initializer is generic to the bone, and costs five times this.)
            let text = unsafe bytes.withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) }
            guard Self.holds(bytes, text) else { throw RowError(column: column, .invalidText) }
            return text
        }
    }

    /// A word of at most eight bytes as a number, the first byte uppermost; nil for a longer one.
    ///
    /// Compared with `ResultRow.packed`, it is told from others without a string.
    package func packedText(_ column: Int) throws(RowError) -> UInt64? {
        try withBytes(column, as: .text) { bytes in
            guard bytes.byteCount <= 8 else { return nil }
            var packed: UInt64 = 0
            for place in 0..<bytes.byteCount {
                packed = packed << 8 | UInt64(unsafe bytes.unsafeLoad(fromByteOffset: place, as: UInt8.self))
            }
            return packed
        }
    }

    /// `word` as `packedText` gives it; its first eight bytes, if it has more.
    package static func packed(_ word: String) -> UInt64 { word.utf8.prefix(8).reduce(0) { $0 << 8 | UInt64($1) } }

    /// Whether a text column holds just this; makes no string of it.
    package func text(_ column: Int, is wanted: String) throws(RowError) -> Bool {
        try withBytes(column, as: .text) { Self.holds($0, wanted) }
    }

    private static func holds(_ bytes: RawSpan, _ text: String) -> Bool {
        let isSame = unsafe text.utf8.withContiguousStorageIfAvailable { utf8 in
            guard utf8.count == bytes.byteCount else { return false }
            guard let start = utf8.baseAddress else { return true }
            return unsafe bytes.withUnsafeBytes { other in
                guard let other = other.baseAddress else { return true }
                return unsafe memcmp(other, start, utf8.count) == 0
            }
        }
        return isSame ?? false
    }

    /// A moment, as the time since 1970-01-01 00:00 UTC.
    package func timestamp(_ column: Int) throws(RowError) -> Duration {
        PostgresMoment(microseconds: try integer(column, as: .timestamp)).sinceEpoch
    }

    /// The column's value, or nil for NULL: `row.optional(2) { try $0.text($1) }`.
    package func optional<Value>(
        _ column: Int, _ read: (borrowing ResultRow, Int) throws(RowError) -> Value
    ) throws(RowError) -> Value? {
        try isNull(column) ? nil : read(self, column)
    }
}

extension SQLType {
    /// `varchar`, `name`, `json` and an unknown literal have the same bytes as `text`.
    private static func isLikeText(_ identifier: UInt32) -> Bool {
        switch identifier {
        case 25, 1043, 19, 114, 705: true
        default: false
        }
    }

    func reads(_ identifier: UInt32) -> Bool {
        self == .text ? Self.isLikeText(identifier) : rawValue == identifier
    }
}
