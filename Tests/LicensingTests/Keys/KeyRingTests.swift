import Bytes
import Licensing
import Testing

private let hex = String(repeating: "0a", count: 32)
private let base64 = Base64.standard.encode([UInt8](repeating: 11, count: 32))

@Suite("Key ring")
struct KeyRingTests {
    @Test(
        "a single bare key is version 1",
        arguments: [hex, base64, "\(base64)\n", " \t\(hex)\r\n\n", "# mine\n\n\(hex)"])
    func readsBareKey(file: String) throws {
        let ring = try KeyRing(parsing: Array(file.utf8))
        #expect(ring.keys.map(\.version) == [1])
        #expect(ring.current.version == 1)
        #expect(Samples.bytes(of: ring.current.secret) == [UInt8](repeating: file.contains(hex) ? 10 : 11, count: 32))
    }

    @Test("of several versions the highest wraps, wherever it stands")
    func choosesHighest() throws {
        let ring = try KeyRing(
            parsing: Array("# three\n7: \(hex)\n2:\(base64)\n 3 :\(base64)".utf8.filter { $0 != 0x20 }))
        #expect(ring.keys.map(\.version) == [2, 3, 7])
        #expect(ring.current.version == 7)
    }

    @Test("the caller may keep an older version current")
    func keepsOlder() throws {
        let file = Array("1:\(hex)\n2:\(base64)".utf8)
        #expect(try KeyRing(parsing: file, current: 1).current.version == 1)
        #expect(throws: KeyFileError.unknownCurrentVersion(3)) { try KeyRing(parsing: file, current: 3) }
    }

    @Test(
        "a file that is wrong says where and why",
        arguments: [
            ("", KeyFileError.empty),
            ("# nothing\n\n", .empty),
            ("hello!", .notBase64OrHex(line: 1)),
            ("\n1:\(base64.dropLast())", .notBase64OrHex(line: 2)),
            ("QUJD", .wrongLength(3, line: 1)),
            ("1:", .wrongLength(0, line: 1)),
            ("0:\(hex)", .badVersion(line: 1)),
            ("-1:\(hex)", .badVersion(line: 1)),
            ("4294967296:\(hex)", .badVersion(line: 1)),
            ("one:\(hex)", .badVersion(line: 1)),
            ("1:\(hex)\n\(base64)", .bareKeyAmongOthers(line: 2)),
            ("1:\(hex)\n1:\(base64)", .repeatedVersion(1)),
            (String(repeating: "#", count: 8_193), .tooLong(limit: 8_192)),
        ])
    func explains(file: String, error: KeyFileError) {
        #expect(throws: error) { try KeyRing(parsing: Array(file.utf8)) }
    }

    @Test("a description never shows a key")
    func hidesKeys() throws {
        let ring = try KeyRing(parsing: Array(hex.utf8))
        #expect(!String(reflecting: ring).contains("0a0a"))
        #expect(!"\(ring)".contains("10, 10"))
    }
}
