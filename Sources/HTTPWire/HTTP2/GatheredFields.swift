/// The fields of the block being read, copied behind each other as nghttp2 tells them; a head gets bytes of its own.
struct GatheredFields {
    /// What the head of a request with a token takes, and how many fields it has.
    private static let usualBytes = 1_024
    private static let usualFields = 12

    /// The loop's, while this connection is being read; more than what is used.
    private var room: [UInt8] = []
    private var used = 0
    /// Pseudo-fields lie in the bytes of the fields, and are none of them.
    private var pseudo = PseudoFields()
    private var fields = FieldSection()

    /// Borrows room, unless there is some with the first fields of a block in it.
    mutating func borrow(_ room: inout [UInt8]) {
        if self.room.isEmpty { swap(&self.room, &room) }
    }

    /// Ends the loan; room that is not missed is let go.
    mutating func giveBack(to room: inout [UInt8]) {
        if room.isEmpty { swap(&self.room, &room) } else { self.room = [] }
    }

    mutating func begin() {
        used = 0
        pseudo = PseudoFields()
        fields.reserve(bytes: 0, fields: Self.usualFields)
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

    /// The fields, with bytes of their own.
    mutating func take() -> (PseudoFields, FieldSection) {
        var taken = FieldSection()
        swap(&taken, &fields)
        taken.settle(on: Array(room[..<used]), 0..<used)
        return (pseudo, taken)
    }

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
