/// Header fields as they leave: `name: value` lines, each with its end, in one array of bytes.
///
/// HTTP/1.1 writes a block with one copy, and HTTP/2 finds names and values in it (`places`). A block that many answers
/// share is made once and costs no copy to pass on. An invalid field never gets in, so an answer cannot be split,
/// whatever ends up in a value; framing belongs to the session: `content-length`, `transfer-encoding` and `connection`
/// are its own, and are left out here too.
package struct FieldBlock: Equatable, Sendable {
    /// What a few fields take.
    private static let usualBytes = 256

    package private(set) var bytes: [UInt8] = []

    package init() {}

    package init(_ fields: [Field]) {
        for field in fields { append(field) }
    }

    package var isEmpty: Bool { bytes.isEmpty }

    /// Adds a field, unless it is invalid or the session's own.
    package mutating func append(_ field: Field) {
        guard field.isValid, !Self.isOwnedBySession(field.name) else { return }
        reserve()
        bytes.append(contentsOf: field.name.utf8)
        bytes.append(.colon)
        bytes.append(.space)
        bytes.append(contentsOf: field.value.utf8)
        bytes.append(.carriageReturn)
        bytes.append(.lineFeed)
    }

    /// Adds a field of ours whose value is bytes; left out if these are no field value.
    package mutating func append(_ name: FieldName, _ value: Span<UInt8>) {
        guard Self.isValue(value) else { return }
        reserve()
        unsafe value.withUnsafeBufferPointer { value in
            bytes.append(addingCapacity: name.count + value.count + 4) { output in
                unsafe output.append(name.bytes)
                output.append(": ")
                unsafe output.append(value)
                output.append("\r\n")
            }
        }
    }

    /// Eight bytes at a time; a value with a tab is looked at again, one by one.
    private static func isValue(_ value: Span<UInt8>) -> Bool {
        let isPlain = unsafe value.withUnsafeBytes { bytes in
            unsafe EightBytes.first(in: bytes, from: 0, to: bytes.count, EightBytes.controls) == bytes.count
        }
        return isPlain || ByteSet.fieldValue.containsAll(of: value, in: value.indices)
    }

    package mutating func append(_ block: FieldBlock) {
        if bytes.isEmpty { bytes = block.bytes } else { bytes.append(contentsOf: block.bytes) }
    }

    /// The fields one by one, for tests and whatever is not in a hurry.
    package var fields: [Field] {
        places.map {
            Field(String(decoding: bytes[$0.name], as: UTF8.self), String(decoding: bytes[$0.value], as: UTF8.self))
        }
    }

    /// Where each field's name and value lie: a name holds no colon and a value no line end.
    var places: FieldPlaces { FieldPlaces(bytes) }

    private mutating func reserve() {
        if bytes.isEmpty { bytes.reserveCapacity(Self.usualBytes) }
    }

    private static func isOwnedBySession(_ name: String) -> Bool {
        switch name {
        case "connection", "content-length", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade": true
        default: false
        }
    }
}

/// The fields of a block, found as they are walked over.
struct FieldPlaces: Sequence, IteratorProtocol {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func next() -> (name: Range<Int>, value: Range<Int>)? {
        let (bytes, start) = (bytes, position)
        let span = bytes.span
        guard start < span.count, let colon = span.firstIndex(of: .colon, in: start..<span.count),
            let end = span.firstIndexFar(of: .carriageReturn, in: colon..<span.count)
        else { return nil }
        position = end + 2
        return (start..<colon, colon + 2..<end)
    }
}
