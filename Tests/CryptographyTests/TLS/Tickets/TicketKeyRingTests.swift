import Bytes
import Cryptography
import Testing

@Suite("Ticket keys")
struct TicketKeyRingTests {
    static let start = Timestamp(seconds: 1_800_000_000)
    static let turn = CryptographyLimits.ticketKeyTurn
    static let life = CryptographyLimits.ticketKeyLife

    @Test("the newest key whose time has come seals, and all that live open")
    func turns() throws {
        let first = try TicketKey(random: Self.start)
        let second = try TicketKey(random: Self.start + .seconds(3600))
        let ring = TicketKeyRing([second, first])
        let later = Self.start + .seconds(3600)

        #expect(ring.sealing(at: Self.start) == first)
        #expect(ring.sealing(at: later) == second)
        #expect(ring.opening(first.name.span, at: later) == first)
        #expect(ring.opening(second.name.span, at: Self.start) == second)
        #expect(ring.sealing(at: Self.start - .seconds(1)) == nil)
    }

    @Test("a key seals and opens nothing from the day it is 24 hours old")
    func expiry() throws {
        let key = try TicketKey(random: Self.start)
        let ring = TicketKeyRing([key])
        let lastMoment = Self.start + Self.life - .seconds(1)

        #expect(Self.life == .seconds(86400))
        #expect(ring.sealing(at: lastMoment) == key)
        #expect(ring.opening(key.name.span, at: lastMoment) == key)
        #expect(ring.sealing(at: Self.start + Self.life) == nil)
        #expect(ring.opening(key.name.span, at: Self.start + Self.life) == nil)
    }

    @Test("a rotation drops what has expired and nothing else")
    func rotation() throws {
        let old = try TicketKey(random: Self.start)
        let young = try TicketKey(random: Self.start + Self.turn)
        let now = Self.start + Self.life

        let next = TicketKeyRing([old, young]).adding(try TicketKey(random: now), at: now)

        #expect(next.keys.count == 2)
        #expect(next.keys.first == young)
        #expect(next.isDue(at: now) == false)
        #expect(next.isDue(at: now + Self.turn))
        #expect(TicketKeyRing([]).isDue(at: now))
    }

    @Test("a ticket's life and two turns fit into a key's life, so that rotation costs nobody a ticket")
    func lives() {
        #expect(CryptographyLimits.ticketLife + Self.turn + .seconds(3600) <= Self.life)
    }

    @Test("what is written is read again, and no description shows a secret")
    func text() throws {
        let ring = TicketKeyRing([try TicketKey(random: Self.start), try TicketKey(random: Self.start + Self.turn)])

        #expect(try TicketKeyRing(parsing: Array(ring.text.utf8)) == ring)
        let secret = try #require(ring.text.split(separator: "\n").last?.split(separator: " ").last)
        #expect(!"\(ring)".contains(secret))
    }

    @Test(
        "a file with anything else is refused, and the line is named",
        arguments: [
            ("1800000000 00112233445566778899aabbccddeeff", TicketKeyFileError.malformed(line: 1)),
            ("# a word\n\nnow 00112233445566778899aabbccddeeff \(Self.secret)", .malformed(line: 3)),
            ("-1 00112233445566778899aabbccddeeff \(Self.secret)", .malformed(line: 1)),
            ("1 00112233445566778899aabbccddee \(Self.secret)", .malformed(line: 1)),
            ("1 00112233445566778899aabbccddeeff \(Self.secret.dropLast(2))", .malformed(line: 1)),
            ("1 00112233445566778899aabbccddeeff \(Self.secret) more", .malformed(line: 1)),
            (
                "1 00112233445566778899aabbccddeeff \(Self.secret)\n2 00112233445566778899AABBCCDDEEFF \(Self.secret)",
                .repeatedName(line: 2)
            ),
            (Self.crowd, .tooManyKeys(limit: CryptographyLimits.ticketKeys)),
        ])
    func malformed(file: String, error: TicketKeyFileError) {
        #expect(throws: error) { try TicketKeyRing(parsing: Array(file.utf8)) }
        #expect(!"\(error)".contains(Self.secret))
    }

    private static let secret = Base64.url.encode([UInt8](repeating: 7, count: 64))
    private static let crowd = (0...CryptographyLimits.ticketKeys).map { number in
        "1 \(String(repeating: "00", count: 15))\(Hex.encode([UInt8(number)])) \(secret)\n"
    }.joined()
}
