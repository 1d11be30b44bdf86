/// Where the pseudo-header fields of a request lie (RFC 9113 §8.3.1); nghttp2 refuses unknown and repeated ones.
struct PseudoFields {
    private(set) var method: Stretch?
    private(set) var scheme: Stretch?
    private(set) var authority: Stretch?
    private(set) var path: Stretch?

    /// - Parameter name: Of a field that begins with a colon.
    mutating func note(_ name: Span<UInt8>, at place: Range<Int>) {
        switch name.count {
        case 5: path = Stretch(place)
        case 7 where name[1] == UInt8(ascii: "m"): method = Stretch(place)
        case 7: scheme = Stretch(place)
        case 10: authority = Stretch(place)
        default: break
        }
    }
}
