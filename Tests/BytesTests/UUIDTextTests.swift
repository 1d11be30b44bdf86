import Bytes
import Testing

@Suite("UUID text")
struct UUIDTextTests {
    @Test("each digit stands where it belongs, in lower case", arguments: 0..<16)
    func digits(_ digit: Int) {
        let digits = (0..<32).map { (digit + $0) % 16 }
        let value = digits.reduce(UInt128(0)) { $0 << 4 | UInt128($1) }
        let plain = digits.map { String($0, radix: 16) }.joined()
        let groups =
            [plain.prefix(8), plain.dropFirst(8).prefix(4), plain.dropFirst(12).prefix(4)]
            + [plain.dropFirst(16).prefix(4), plain.dropFirst(20)]

        #expect(UUIDText.format(value) == groups.joined(separator: "-"))
    }
}
