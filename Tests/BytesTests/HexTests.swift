import Bytes
import Testing

@Suite("Hex")
struct HexTests {
    @Test("every byte value survives the way out and back, in either case")
    func roundTrip() throws {
        let bytes = [UInt8](0...255)
        let text = Hex.encode(bytes)

        #expect(text.hasPrefix("000102030405060708090a0b0c0d0e0f10"))
        #expect(try Hex.decode(Array(text.utf8)) == bytes)
        #expect(try Hex.decode(Array(text.uppercased().utf8)) == bytes)
    }

    @Test(
        "a character that is no digit is refused at its place", arguments: ["0g", "0/", "0:", "0@", "0G", "0`", "0 "])
    func refusesForeign(text: String) {
        #expect(throws: Malformed(offset: 1, expected: "a hex digit")) { try Hex.decode(Array(text.utf8)) }
    }

    @Test("an odd number of digits is refused")
    func refusesOdd() {
        #expect(throws: Malformed.self) { try Hex.decode(Array("abc".utf8)) }
    }
}
