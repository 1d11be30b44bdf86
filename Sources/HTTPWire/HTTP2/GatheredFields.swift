internal import Bytes

/// The fields of the block being read, copied behind each other as nghttp2 tells them.
///
/// The loop has one, and lends it to the connection that is being read.
struct GatheredFields {
    /// What the head of a request with a token takes.
    private static let usualBytes = 1_024

    /// More than what is used; nothing when it is lent.
    private(set) var room: [UInt8] = []
    private var used = 0
    /// Pseudo-fields lie in the bytes of the fields, and are none of them.
    private(set) var pseudo = PseudoFields()
    private(set) var fields = FieldSection()

    var isLent: Bool { room.isEmpty }

    mutating func begin() {
        used = 0
        pseudo = PseudoFields()
        fields.forget()
    }

    @inline(__always)
    mutating func append(_ name: Span<UInt8>, _ value: Span<UInt8>, isPseudo: Bool) {
        let names = used..<used + (isPseudo ? 0 : name.count)
        let values = names.upperBound..<names.upperBound + value.count
        used = values.upperBound
        if used > room.count { grow() }
        unsafe room.withUnsafeMutableBufferPointer { room in
            if !isPseudo { unsafe name.copy(to: room.extracting(names)) }
            unsafe value.copy(to: room.extracting(values))
        }
        if isPseudo { pseudo.note(name, at: values) } else { fields.notePlace(name: names, value: values) }
    }

    /// Puts bytes of their own under the fields.
    mutating func settle() { fields.settle(onCopyOf: room, count: used) }

    /// Moves the fields into `parts`, for the room of those that were there.
    mutating func move(into parts: RequestParts) { unsafe swap(&fields, &parts.fields) }

    /// Bounded, because a block that is too large is not kept.
    private mutating func grow() {
        room.append(contentsOf: repeatElement(0, count: max(Self.usualBytes, 2 * used) - room.count))
    }
}

extension Span<UInt8> {
    @inline(__always)
    fileprivate func copy(to room: UnsafeMutableBufferPointer<UInt8>) {
        unsafe withUnsafeBufferPointer { bytes in
            unsafe UnsafeMutableRawBufferPointer(room).copyMemory(from: UnsafeRawBufferPointer(bytes))
        }
    }
}
