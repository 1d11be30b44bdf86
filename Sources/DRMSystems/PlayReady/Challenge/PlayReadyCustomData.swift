/// Finds a token in a challenge before anybody has read the challenge.
///
/// A token proves itself, so it does not matter who put it there: nothing else of the body is believed on its account.
package enum PlayReadyCustomData {
    private static let start = Array("<CustomData>".utf8)

    /// What stands in the first element of that name; nil for anything with markup or white space in it.
    package static func content(of body: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        var rest = body
        while let open = rest.firstIndex(of: UInt8(ascii: "<")) {
            rest = rest[open...]
            guard rest.starts(with: start) else {
                rest = rest.dropFirst()
                continue
            }
            let content = rest.dropFirst(start.count).prefix { $0 != UInt8(ascii: "<") }
            let isPlain = content.allSatisfy { $0 > 0x20 && $0 != UInt8(ascii: "&") }
            return isPlain && !content.isEmpty ? content : nil
        }
        return nil
    }
}
