import Testing

@testable import Postgres

@Suite("SQL values")
struct SQLValueTests {
    @Test(
        "a value's bytes are those PostgreSQL sends itself",
        arguments: [
            (SQLValue.null, []), (.bool(true), [1]), (.int32(-2), [0xFF, 0xFF, 0xFF, 0xFE]),
            (.int64(258), [0, 0, 0, 0, 0, 0, 1, 2]), (.text("é"), [0xC3, 0xA9]), (.bytes([]), []),
            (.timestamp(.seconds(946_684_801)), [0, 0, 0, 0, 0, 0x0F, 0x42, 0x40]),
            (.int32s([]), [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 23]),
            (.texts([nil]), [0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 25, 0, 0, 0, 1, 0, 0, 0, 1, 0xFF, 0xFF, 0xFF, 0xFF]),
        ] as [(SQLValue, [UInt8])])
    func encodes(value: SQLValue, expected: [UInt8]) {
        var bytes: [UInt8] = []

        value.encode(into: &bytes)

        #expect(bytes == expected)
    }

    @Test("a moment too far away is clamped and never traps", arguments: [Int64.min, -1, 0, 1, Int64.max])
    func farMoments(seconds: Int64) {
        let moment = PostgresMoment(sinceEpoch: Duration(secondsComponent: seconds, attosecondsComponent: 0))

        if abs(Double(seconds)) < 1e12 { #expect(moment.sinceEpoch == .seconds(seconds)) }
        #expect(seconds < 0 ? moment.microseconds < 0 : moment.microseconds < 0 || seconds > 946_684_800)
    }

    @Test(
        "printing a value never shows it",
        arguments: [SQLValue.text("hunter2"), .bytes(Array("hunter2".utf8)), .texts(["hunter2"])])
    func neverPrinted(value: SQLValue) {
        var dumped = ""
        dump(value, to: &dumped)

        #expect(!"\(value) \(String(reflecting: value)) \(dumped)".contains("hunter2"))
        #expect(!"\(ParameterList([value]))".contains("hunter2"))
    }

    @Test("a statement takes only what it declares, and NULL for anything")
    func checksTypes() {
        let statement = Statement(name: "s", sql: "", parameters: [.int32, .text])

        #expect(statement.accepts([.int32(1), .text("")]))
        #expect(statement.accepts([.null, .null]))
        #expect(!statement.accepts([.int64(1), .text("")]))
        #expect(!statement.accepts([.int32(1)]))
        #expect(!statement.accepts([.int32(1), .text(""), .null]))
    }
}
