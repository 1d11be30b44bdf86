internal import Bytes

/// What PlayReady's `pssh` box and a manifest's `mspr:pro` hold: records, of which one is the header.
///
/// Its numbers have their lowest byte first, and its header is UTF-16, likewise.
package struct PlayReadyObject: Equatable, Sendable {
    package let header: WRMHeader

    package init(_ header: WRMHeader) { self.header = header }

    private static let headerRecord: UInt16 = 1

    package init(parsing bytes: [UInt8]) throws(WRMHeaderFailure) {
        guard bytes.count <= DRMSystemsLimits.playReadyObjectLengthMax else { throw .malformed }
        guard let record = try? Self.headerRecord(in: bytes) else { throw .malformed }
        header = try WRMHeader(parsing: Self.utf8(record))
    }

    private static func headerRecord(in bytes: [UInt8]) throws(Malformed) -> [UInt8] {
        var cursor = ByteCursor()
        let length = try cursor.next(UInt32.self, in: bytes).byteSwapped
        guard length == bytes.count else { throw cursor.expected("the length of the object") }
        let count = try cursor.next(UInt16.self, in: bytes).byteSwapped
        var header: [UInt8]?
        for _ in 0..<count {  // Each takes four bytes at least, so the bytes that exist end the loop.
            let type = try cursor.next(UInt16.self, in: bytes).byteSwapped
            let value = try cursor.next(Int(cursor.next(UInt16.self, in: bytes).byteSwapped), in: bytes)
            guard type == headerRecord else { continue }
            guard header == nil else { throw cursor.expected("one header") }
            header = value
        }
        guard let header, cursor.offset == bytes.count else { throw cursor.expected("a header") }
        return header
    }

    private static func utf8(_ utf16: [UInt8]) throws(WRMHeaderFailure) -> [UInt8] {
        guard utf16.count % 2 == 0 else { throw .malformed }
        let units = stride(from: 0, to: utf16.count, by: 2).map { UInt16(utf16[$0]) | UInt16(utf16[$0 + 1]) << 8 }
        var text: [UInt8] = []
        let isBroken = transcode(
            units.makeIterator(), from: UTF16.self, to: UTF8.self, stoppingOnError: true, into: { text.append($0) })
        guard !isBroken else { throw .malformed }
        return text
    }

    package var bytes: [UInt8] {
        let record = header.xml.flatMap { [$0, UInt8(0)] }  // ASCII, whose UTF-16 has a zero behind each character.
        var bytes: [UInt8] = []
        bytes.append(bigEndian: UInt32(clamping: record.count + 10).byteSwapped)
        bytes.append(bigEndian: UInt16(1).byteSwapped)
        bytes.append(bigEndian: Self.headerRecord.byteSwapped)
        bytes.append(bigEndian: UInt16(clamping: record.count).byteSwapped)
        return bytes + record
    }
}
