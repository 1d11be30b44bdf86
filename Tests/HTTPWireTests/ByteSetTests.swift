import Testing

@testable import HTTPWire

@Suite("Byte sets")
struct ByteSetTests {
    private static let letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    private static let unreserved = letters + "0123456789-._~"
    private static let subDelimiters = "!$&'()*+,;="
    private static let visible = String(String.UnicodeScalarView((0x21...0x7E).map { Unicode.Scalar($0) }))

    @Test("the bits are those of the grammars, for every byte")
    func spellsGrammars() {
        let grammars: [(ByteSet, String, hasOthers: Bool)] = [
            (.token, "!#$%&'*+-.^_`|~0123456789" + Self.letters, false),
            (.fieldValue, "\t " + Self.visible, true),
            (.target, Self.unreserved + Self.subDelimiters + "%:@/?" + "\"<>[]\\^`{|}", false),
            (.authority, Self.unreserved + Self.subDelimiters + "%:[]", false),
        ]
        for (set, characters, hasOthers) in grammars {
            let allowed = Set(characters.utf8)
            for byte in UInt8.min...UInt8.max {
                #expect(set.contains(byte) == (byte < 128 ? allowed.contains(byte) : hasOthers), "\(byte)")
            }
        }
    }
}
