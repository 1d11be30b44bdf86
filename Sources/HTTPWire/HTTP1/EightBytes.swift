/// Questions about eight bytes at a time.
///
/// The answer is the highest bit of each byte that it is true of; only the lowest such bit counts, as a carry or a
/// borrow may mark bytes further up.
enum EightBytes {
    private static let highBits: UInt64 = 0x8080_8080_8080_8080
    /// The bit that tells lower case from upper.
    static let lowerCase: UInt64 = 0x2020_2020_2020_2020

    /// Which are below 0x20 or 0x7F, and so not to stand in a field's value; a tab is among them, and may stand.
    @inline(__always)
    static func controls(_ word: UInt64) -> UInt64 { (below(0x20, word) | equal(to: 0x7F, word)) & highBits }

    /// Which do not belong to a plain path: control bytes, spaces, `#`, `?`, and what is no ASCII.
    @inline(__always)
    static func notPath(_ word: UInt64) -> UInt64 {
        (below(0x21, word) | equal(to: 0x23, word) | equal(to: 0x3F, word) | equal(to: 0x7F, word) | word) & highBits
    }

    /// Which are neither letter nor digit nor hyphen.
    ///
    /// Of bytes without their highest bit, adding 0x80 - n sets it where they are n or more, and nothing is carried.
    @inline(__always)
    static func notPlain(_ word: UInt64) -> UInt64 {
        let bytes = word & ~highBits
        let lowercased = bytes | lowerCase
        let letters = (lowercased &+ every(0x80 - 0x61)) & ~(lowercased &+ every(0x80 - 0x7B))
        let digits = (bytes &+ every(0x80 - 0x30)) & ~(bytes &+ every(0x80 - 0x3A))
        let notHyphens = (bytes ^ every(0x2D)) &+ every(0x7F)
        return (~letters & ~digits & notHyphens | word) & highBits
    }

    /// The first byte from `start` on that `question` is true of, or `limit`.
    @inline(__always)
    static func first(
        in all: UnsafeRawBufferPointer, from start: Int, to limit: Int, _ question: (UInt64) -> UInt64
    ) -> Int {
        var index = start
        let last = limit &- 8
        while index <= last {
            let word = unsafe all.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            let found = question(UInt64(littleEndian: word))
            if found != 0 { return index &+ found.trailingZeroBitCount / 8 }
            index &+= 8
        }
        while index < limit, unsafe question(UInt64(all[index])) & 0x80 == 0 { index &+= 1 }
        return index
    }

    /// A byte below n borrows when n is taken from it, and then its highest bit is set though it was not before.
    @inline(__always)
    private static func below(_ limit: UInt64, _ word: UInt64) -> UInt64 { (word &- every(limit)) & ~word }

    @inline(__always)
    private static func equal(to byte: UInt64, _ word: UInt64) -> UInt64 { below(1, word ^ every(byte)) }

    @inline(__always)
    private static func every(_ byte: UInt64) -> UInt64 { byte &* 0x0101_0101_0101_0101 }
}
