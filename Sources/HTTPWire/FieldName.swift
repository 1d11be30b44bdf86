/// The name of a header field as the program writes it down: a literal, in lower case.
///
/// Looking a field up by a literal makes no `String`. A name that is only known at run time is looked for with
/// `FieldSection.first(named:)`.
@safe package struct FieldName: ExpressibleByStringLiteral, Sendable {
    private let text: StaticString

    package init(stringLiteral value: StaticString) { text = value }

    var count: Int { text.utf8CodeUnitCount }

    /// The bytes of the name, which live as long as the program.
    var bytes: UnsafeBufferPointer<UInt8> {
        unsafe UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    }
}

extension UInt8 {
    /// In lower case, if it is a letter (RFC 9110 §5.1: names are case-insensitive).
    @inline(__always)
    var lowercased: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }
}
