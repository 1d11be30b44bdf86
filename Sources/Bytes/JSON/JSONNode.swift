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

    var range: Range<Int> { unsafe Range(uncheckedBounds: (Int(start), Int(end))) }  // The reader went from one on.
}
