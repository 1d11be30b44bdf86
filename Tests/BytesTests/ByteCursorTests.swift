import Bytes
import Testing

@Suite("Byte cursor")
struct ByteCursorTests {
    @Test("integers are read in network order, one after the other, to the end")
    func readsInOrder() throws {
        let bytes: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
        var cursor = ByteCursor()

        #expect(try cursor.next(UInt8.self, in: bytes.span.bytes) == 1)
        #expect(try cursor.next(UInt16.self, in: bytes.span.bytes) == 0x0203)
        #expect(try cursor.next(UInt32.self, in: bytes.span.bytes) == 0x0405_0607)
        #expect(try cursor.next(2, in: bytes.span.bytes) == [8, 9])
        let isAtEndEarly = cursor.isAtEnd(of: bytes.span.bytes)
        #expect(!isAtEndEarly)
        #expect(try cursor.next(UInt8.self, in: bytes.span.bytes) == 10)
        let isAtEnd = cursor.isAtEnd(of: bytes.span.bytes)
        #expect(isAtEnd)
    }

    @Test("an integer that the bytes do not hold is refused where the cursor stands", arguments: 0..<4)
    func refusesShort(count: Int) {
        let bytes = [UInt8](repeating: 7, count: count)
        var cursor = ByteCursor()

        #expect(throws: Malformed(offset: 0, expected: "UInt32")) {
            try cursor.next(UInt32.self, in: bytes.span.bytes)
        }
        #expect(cursor.offset == 0)
    }

    @Test("a count below zero or beyond the bytes is refused", arguments: [-1, 5, Int.max, Int.min])
    func refusesCount(count: Int) throws {
        let bytes: [UInt8] = [1, 2, 3, 4, 5]
        var cursor = ByteCursor()
        _ = try cursor.next(UInt8.self, in: bytes.span.bytes)

        #expect(throws: Malformed.self) { try cursor.next(count, in: bytes.span.bytes) }
        #expect(cursor.offset == 1)
    }

    @Test("what is appended in network order is read back as it was")
    func appendedIsReadBack() throws {
        var bytes: [UInt8] = []
        bytes.append(bigEndian: UInt16(0xFEDC))
        bytes.append(bigEndian: Int32(-2))
        bytes.append(bigEndian: UInt128.max - 1)
        var cursor = ByteCursor()

        #expect(bytes.prefix(6) == [0xFE, 0xDC, 0xFF, 0xFF, 0xFF, 0xFE])
        #expect(try cursor.next(UInt16.self, in: bytes.span.bytes) == 0xFEDC)
        #expect(try cursor.next(Int32.self, in: bytes.span.bytes) == -2)
        #expect(try cursor.next(UInt128.self, in: bytes.span.bytes) == .max - 1)
    }
}
