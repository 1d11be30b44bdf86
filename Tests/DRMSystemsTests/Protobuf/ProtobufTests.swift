import Bytes
import DRMSystems
import Testing

@Suite("Protobuf messages")
struct ProtobufTests {
    @Test(
        "a number of any size is written as the format wants, and read back",
        arguments: [
            (UInt64(0), "0800"), (1, "0801"), (127, "087f"), (128, "088001"), (150, "089601"), (300, "08ac02"),
            (UInt64(UInt32.max), "08ffffffff0f"), (.max, "08ffffffffffffffffff01"),
        ])
    func numbers(value: UInt64, hex: String) throws {
        var message = ProtobufWriter()
        message.append(1, integer: value)

        #expect(Hex.encode(message.bytes) == hex)
        #expect(try ProtobufMessage(parsing: message.bytes).integer(1) == value)
    }

    @Test("bytes, nested messages and repeated fields come back in their order")
    func fields() throws {
        var inner = ProtobufWriter()
        inner.append(3, bytes: [7])
        var message = ProtobufWriter()
        message.append(2, bytes: [1])
        message.append(2, bytes: [])
        message.append(536_870_911, message: inner)

        let read = try ProtobufMessage(parsing: message.bytes)

        #expect(try read.all(2) == [[1], []])
        #expect(try read.message(536_870_911)?.bytes(3) == [7])
        #expect(try read.bytes(9) == nil)
        #expect(try read.integer(9) == nil)
        #expect(try read.message(9) == nil)
    }

    @Test("fields of any wire type in use are skipped when nobody asks for them")
    func skips() throws {
        let bytes: [UInt8] = [0x09, 1, 2, 3, 4, 5, 6, 7, 8, 0x15, 1, 2, 3, 4, 0x18, 5, 0x22, 1, 9]

        let read = try ProtobufMessage(parsing: bytes)

        #expect(try read.integer(3) == 5)
        #expect(try read.bytes(4) == [9])
        #expect(throws: Malformed.self) { try read.integer(1) }
        #expect(throws: Malformed.self) { try read.bytes(2) }
    }

    @Test("a field that must stand once and stands twice, or is of another type, is refused")
    func onlyOnce() throws {
        let read = try ProtobufMessage(parsing: [0x08, 1, 0x08, 2, 0x12, 0])

        #expect(throws: Malformed.self) { try read.integer(1) }
        #expect(throws: Malformed.self) { try read.bytes(1) }
        #expect(throws: Malformed.self) { try read.integer(2) }
    }

    @Test(
        "what is no message is refused",
        arguments: [
            "00", "08", "0880", "08ffffffffffffffffff02", "08ffffffffffffffffffff01", "0a", "0a05aabb", "0b", "0c",
            "0e",
            "0f", "0d010203", "0901020304050607", "0affffffffffffffffff01", "0affffffffffffffff7f", "80808080f00100",
        ])
    func refuses(hex: String) throws {
        let bytes = try Hex.decode(hex.utf8)
        #expect(throws: Malformed.self) { try ProtobufMessage(parsing: bytes) }
    }

    @Test("a message of more fields than any honest one is refused")
    func bounds() throws {
        let field: [UInt8] = [0x08, 1]
        let most = [[UInt8]](repeating: field, count: DRMSystemsLimits.protobufFieldsMax).flatMap { $0 }

        _ = try ProtobufMessage(parsing: most)
        #expect(throws: Malformed.self) { try ProtobufMessage(parsing: most + field) }
    }
}
