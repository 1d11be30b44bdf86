/// One value, or one member's name, of a JSON text that was read: what it is and where it stands.
///
/// The nodes of a text stand in the order in which their values begin; a member is its name's node and then its
/// value's.
struct JSONNode: Sendable {
    enum Kind: UInt8, Sendable {
        case null, isTrue, isFalse, integer, real, string, array, object
    }

    let kind: Kind
    /// Of a string: whether it holds an escape.
    var hasEscape = false
    /// Of a string: whether its bytes are ASCII and none of them an escape, so that equal texts are equal bytes.
    var isSimple = false
    /// Of a string: tells most strings apart without a look at their bytes; equal bytes have equal marks.
    var mark: UInt8 = 0
    /// Where the value's bytes stand; a string's without its quotes.
    var start: UInt32
    var end: UInt32
    /// The node behind this one and all that is in it.
    var next: UInt32

    init(_ kind: Kind, from start: Int, to end: Int, next: Int) {
        self.kind = kind
        self.start = UInt32(truncatingIfNeeded: start)
        self.end = UInt32(truncatingIfNeeded: end)
        self.next = UInt32(truncatingIfNeeded: next)
    }

    static func mark(of bytes: Span<UInt8>) -> UInt8 {
        guard !bytes.isEmpty else { return 0 }
        return UInt8(truncatingIfNeeded: bytes.count &* 31) ^ bytes[0] &* 5 ^ bytes[bytes.count - 1]
    }

    static func mark(of word: StaticString) -> UInt8 {
        let count = word.utf8CodeUnitCount
        guard count > 0, word.hasPointerRepresentation else { return 0 }
        let (first, last) = unsafe (word.utf8Start[0], word.utf8Start[count - 1])
        return UInt8(truncatingIfNeeded: count &* 31) ^ first &* 5 ^ last
    }

    var range: Range<Int> { unsafe Range(uncheckedBounds: (Int(start), Int(end))) }  // The reader went from one on.
}
