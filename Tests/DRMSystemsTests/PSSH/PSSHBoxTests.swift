import Bytes
import DRMSystems
import Licensing
import Testing

/// A box that a real packager wrote, with KID aafb00ba… and content ID 0102030405060708.
private let widevine = """
    AAAAQnBzc2gAAAAA7e+LqXnWSs6jyCfc1R0h7QAAACISEKr7ALr14/nzizdR0vL0DVUiCAECAwQFBgcISOPclZsG
    """

/// Version 1 by hand: size, type, version and flags, system, two KIDs, no data.
private let common = """
    000000447073736801000000 1077efecc0b24d02ace33c1e52e2fb4b 00000002
    00112233445566778899aabbccddeeff ffeeddccbbaa99887766554433221100 00000000
    """

private func hex(_ text: String) throws -> [UInt8] { try Hex.decode(text.utf8.filter { $0 != 0x20 && $0 != 0x0A }) }

@Suite("pssh box")
struct PSSHBoxTests {
    private static let keyIDs = [
        KeyID(0x00112233_44556677_8899aabb_ccddeeff), KeyID(0xffeeddcc_bbaa9988_77665544_33221100),
    ]

    @Test("Widevine's box is written as a real packager got it, and read back")
    func writesWidevine() throws {
        let keyID = try KeyID("aafb00baf5e3f9f38b3751d2f2f40d55")
        let data = WidevinePSSHData(keyIDs: [keyID], contentID: [1, 2, 3, 4, 5, 6, 7, 8], scheme: .cenc)

        let box = PSSHBox(data)

        #expect(Base64.standard.encode(box.bytes) == widevine)
        #expect(try PSSHBox(parsing: box.bytes) == box)
        #expect(box.data == data.bytes)
    }

    @Test("the common box lists its keys in the head and has no data")
    func writesCommon() throws {
        let box = PSSHBox(commonWith: Self.keyIDs)
        #expect(try box.bytes == hex(common))
        #expect(try PSSHBox(parsing: box.bytes).keyIDs == Self.keyIDs)
        #expect(try PSSHBox(parsing: box.bytes) == box)
    }

    @Test("a crypto period and cbcs stand in Widevine's data")
    func writesPeriod() throws {
        let data = WidevinePSSHData(
            keyIDs: [], contentID: [], scheme: .cbcs, period: CryptoPeriod(index: 300))
        // Field 7 is the varint 300, field 9 the varint 0x63626373.
        #expect(try data.bytes == hex("38ac02 48f3c6899b06"))
    }

    @Test("boxes that follow each other are read in order")
    func readsSeveral() throws {
        let both = try hex(common) + Base64.standard.decode(widevine.utf8)
        #expect(try PSSHBox.boxes(in: both).map(\.systemID) == [PSSHBox.commonSystem, PSSHBox.widevineSystem])
        #expect(try PSSHBox.boxes(in: []) == [])
        #expect(throws: Malformed.self) { try PSSHBox(parsing: both) }
    }

    @Test("a box whose size covers the box that follows is refused")
    func refusesOverlap() throws {
        var both = try hex(common) + Base64.standard.decode(widevine.utf8)
        both[3] = UInt8(both.count)
        #expect(throws: Malformed.self) { try PSSHBox.boxes(in: both) }
    }

    @Test("a box cut short at any byte is refused")
    func refusesPrefixes() throws {
        for box in try [hex(common), Base64.standard.decode(widevine.utf8)] {
            for length in box.indices {
                #expect(throws: Malformed.self) { try PSSHBox(parsing: Array(box.prefix(length))) }
            }
            for length in box.indices.dropFirst() {
                #expect(throws: Malformed.self) { try PSSHBox.boxes(in: Array(box.prefix(length))) }
            }
        }
    }

    @Test(
        "a box whose numbers do not agree with its bytes is refused",
        arguments: [
            ("another type", 4, [0x71]), ("version 2", 8, [2]), ("flags", 11, [1]),
            ("a size to the end", 0, [0, 0, 0, 0]), ("a 64-bit size", 0, [0, 0, 0, 1]),
            ("a size below the head", 0, [0, 0, 0, 27]), ("a size too small", 0, [0, 0, 0, 0x43]),
            ("a size too large", 0, [0, 0, 0, 0x45]), ("a huge size", 0, [0xFF, 0xFF, 0xFF, 0xFF]),
            ("too many keys", 28, [0, 0, 0, 3]), ("too few keys", 28, [0, 0, 0, 1]),
            ("a huge number of keys", 28, [0xFF, 0xFF, 0xFF, 0xFF]), ("data that are not there", 64, [0, 0, 0, 1]),
            ("a huge amount of data", 64, [0xFF, 0xFF, 0xFF, 0xFF]),
        ] as [(String, Int, [UInt8])])
    func refusesDisagreement(name: String, place: Int, bytes: [UInt8]) throws {
        var box = try hex(common)
        box.replaceSubrange(place..<place + bytes.count, with: bytes)
        #expect(throws: Malformed.self, "\(name)") { try PSSHBox(parsing: box) }
    }

    @Test("a box with any one byte changed is read or refused, and never traps")
    func survivesChanges() throws {
        let box = try hex(common)
        for place in box.indices {
            for value in UInt8.min...UInt8.max {
                var changed = box
                changed[place] = value
                guard let read = try? PSSHBox(parsing: changed) else { continue }
                #expect(read.bytes == changed)
            }
        }
    }

    @Test("initialization data longer than the limit are not even read")
    func boundsLength() {
        #expect(throws: Malformed.self) { try PSSHBox.boxes(in: [UInt8](repeating: 0, count: 65_537)) }
    }
}
