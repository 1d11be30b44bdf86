import Bytes
import Cryptography
import Testing

@Suite("Deny list")
struct DenyListTests {
    @Test("serial numbers are read as openssl prints them, in either case, with colons or without")
    func reads() throws {
        let file = "# packagers\nserial=0A0B0C\n\n1:2:3 # encoder 7\r\n00ff\n  7  \n"
        let list = try DenyList(parsing: Array(file.utf8))

        for serial in [[0x0A, 0x0B, 0x0C], [0xFF], [0, 0xFF], [7], [0x01, 0x23]] as [[UInt8]] {
            #expect(list.contains(serial), "\(serial)")
        }
        #expect(!list.contains([0x0A, 0x0B]))
        #expect(!DenyList.empty.contains([7]))
    }

    @Test("anything else is refused, and the line is named", arguments: ["0A\nnobody", "0A\n0x0B", "0A\n\(long)"])
    func refuses(file: String) {
        #expect(throws: Malformed(offset: 2, expected: "a serial number in hex")) {
            try DenyList(parsing: Array(file.utf8))
        }
    }

    private static let long = String(repeating: "ab", count: CryptographyLimits.serialBytes + 2)
}
