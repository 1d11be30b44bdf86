/// The name of a header field as the program writes it down: a literal, in lower case.
///
/// Looking a field up by a literal makes no `String`. A name that is only known at run time is looked for with
/// `FieldSection.first(named:)`.
@safe package struct FieldName: ExpressibleByStringLiteral, @unchecked Sendable {  // Unchecked: literals never change.
    private let start: UnsafePointer<UInt8>  // Lives as long as the program.
    let count: Int

    package init(stringLiteral value: StaticString) {
        unsafe start = value.utf8Start
        count = value.utf8CodeUnitCount
    }

    var bytes: UnsafeBufferPointer<UInt8> { unsafe UnsafeBufferPointer(start: start, count: count) }

    /// Whether the name of a field, which is a token and as long as this one, is the same in whatever case.
    ///
    /// Letters, digits and hyphens are what literals are made of, and no other byte of a token becomes one of these by
    /// the bit that tells lower case from upper: so eight bytes are compared at a time.
    @inline(__always)
    func isSpelled(at found: UnsafeRawPointer) -> Bool {
        let wanted = unsafe UnsafeRawPointer(start)
        guard count >= 8 else {
            for offset in 0..<count
            where unsafe found.load(fromByteOffset: offset, as: UInt8.self) | 0x20 != start[offset] { return false }
            return true
        }
        var offset = 0
        while true {
            let word = unsafe found.loadUnaligned(fromByteOffset: offset, as: UInt64.self) | EightBytes.lowerCase
            guard unsafe word == wanted.loadUnaligned(fromByteOffset: offset, as: UInt64.self) else { return false }
            guard offset &+ 8 < count else { return true }
            offset = min(offset &+ 8, count &- 8)
        }
    }
}

extension UInt8 {
    /// In lower case, if it is a letter (RFC 9110 §5.1: names are case-insensitive).
    @inline(__always)
    var lowercased: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }
}
