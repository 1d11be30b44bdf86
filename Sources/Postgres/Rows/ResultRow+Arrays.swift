internal import Bytes

extension ResultRow {
    package func texts(_ column: Int) throws(RowError) -> [String?] {
        try elements(column, of: .textArray, element: .text) { String(validating: $0, as: UTF8.self) }
    }

    package func byteStrings(_ column: Int) throws(RowError) -> [[UInt8]?] {
        try elements(column, of: .bytesArray, element: .bytes) { $0 }
    }

    package func uuids(_ column: Int) throws(RowError) -> [UInt128?] {
        try elements(column, of: .uuidArray, element: .uuid) { bytes in
            bytes.count == 16 ? bytes.reduce(0) { $0 << 8 | UInt128($1) } : nil
        }
    }

    package func int32s(_ column: Int) throws(RowError) -> [Int32?] {
        try elements(column, of: .int32Array, element: .int32) { bytes in
            bytes.count == 4 ? Int32(truncatingIfNeeded: bytes.reduce(0 as UInt32) { $0 << 8 | UInt32($1) }) : nil
        }
    }

    private func elements<Element>(
        _ column: Int, of type: SQLType, element: SQLType, _ read: ([UInt8]) -> Element?
    ) throws(RowError) -> [Element?] {
        try withBytes(column, as: type) { bytes throws(RowError) in
            do throws(Malformed) {
                return try arrayElements(in: bytes, of: element, read)
            } catch {
                throw RowError(column: column, .wrongLength(bytes.byteCount))
            }
        }
    }
}

/// Reads what `array_send` writes: dimensions, a flag for NULLs, the element type, then each element with its length.
private func arrayElements<Element>(
    in bytes: RawSpan, of type: SQLType, _ read: ([UInt8]) -> Element?
) throws(Malformed) -> [Element?] {
    var cursor = ByteCursor()
    let dimensions = try cursor.next(Int32.self, in: bytes)
    _ = try cursor.next(Int32.self, in: bytes)
    guard try cursor.next(UInt32.self, in: bytes) == type.rawValue else { throw cursor.expected("elements of \(type)") }
    guard dimensions != 0 else { return [] }
    guard dimensions == 1 else { throw cursor.expected("one dimension") }
    let count = try cursor.next(Int32.self, in: bytes)
    _ = try cursor.next(Int32.self, in: bytes)
    // Each element has a length of four bytes, so the bytes at hand bound the loop.
    guard count >= 0, Int(count) <= (bytes.byteCount - cursor.offset) / 4 else {
        throw cursor.expected("\(count) elements")
    }
    var elements: [Element?] = []
    for _ in 0..<count {
        let length = try cursor.next(Int32.self, in: bytes)
        if length == -1 {
            elements.append(nil)
        } else {
            let element = read(try cursor.next(Int(length), in: bytes))
            guard let element else { throw cursor.expected("a \(type)") }
            elements.append(element)
        }
    }
    return elements
}
