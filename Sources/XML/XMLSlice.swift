internal import Bytes

/// Where an element stands in a document, to the byte: signatures are over bytes, and not over what they mean.
package enum XMLSlice {
    /// From the `<` of the element's start tag to the `>` of its end tag.
    ///
    /// Refused unless exactly one start tag and exactly one end tag of that very spelling stand in the bytes, in
    /// comments too: so no reader can take another element for the one that was signed. The slice still has to be
    /// parsed: only then is it known to be an element.
    package static func range(of name: StaticString, in bytes: Span<UInt8>) throws(XMLFailure) -> Range<Int> {
        var start: Int?
        var end: Int?
        var place = 0
        while let found = bytes.firstIndex(of: UInt8(ascii: "<"), from: place) {
            place = found + 1
            let isEnd = place < bytes.count && bytes[place] == UInt8(ascii: "/")
            guard let after = Self.place(after: name, in: bytes, from: isEnd ? place + 1 : place) else { continue }
            if isEnd {
                guard end == nil, bytes[after] == UInt8(ascii: ">") else { throw .notOnce(element: "\(name)") }
                end = after + 1
            } else {
                guard start == nil else { throw .notOnce(element: "\(name)") }
                start = found
            }
        }
        guard let start, let end, start < end else { throw .notOnce(element: "\(name)") }
        return start..<end
    }

    /// Behind the name, if it stands there whole; `<LA_URL>` begins like `<LA>`.
    private static func place(after name: StaticString, in bytes: Span<UInt8>, from place: Int) -> Int? {
        let end = place + name.utf8CodeUnitCount
        guard end < bytes.count, bytes.extracting(place..<end).equals(name) else { return nil }
        switch bytes[end] {
        case UInt8(ascii: ">"), UInt8(ascii: "/"), 0x20, 0x09, 0x0A, 0x0D: return end
        default: return nil
        }
    }
}
