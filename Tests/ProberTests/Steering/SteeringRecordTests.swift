import Failover
import Testing

@testable import Prober

@Suite("What the zone holds")
struct SteeringRecordTests {
    @Test("an epoch is written in one way and read in no other", arguments: [1, 7, UInt64(1) << 62])
    func epochNote(epoch: UInt64) {
        let note = EpochNote(SteeringRecord(choice: .main, epoch: epoch, by: "osaka-1"))

        #expect(EpochNote(parsing: note.text) == note)
    }

    @Test(
        "texts that only look like an epoch are not taken for one",
        arguments: [
            "", "epoch=1", "epoch=1 by=", "epoch=0 by=a", "epoch=01 by=a", "epoch=+1 by=a", "epoch=1  by=a",
            "epoch=1 by=a b", " epoch=1 by=a", "epoch=1 by=a ", "epoch=99999999999999999999 by=a",
            "epoch=4611686018427387905 by=a", "epoch=1 by=a\"", "epoch=1 by=ä", "by=a epoch=1",
            "epoch=1 by=\(String(repeating: "a", count: 64))",
        ])
    func notAnEpoch(text: String) {
        #expect(EpochNote(parsing: text) == nil)
    }

    @Test("a vantage whose name would need quoting moves nothing", arguments: ["", "a b", "a\"", "a\nsend", "ä"])
    func vantageNames(name: String) {
        #expect(throws: SteeringFailure.self) { try SteeringRecord.next(after: nil, at: .main, by: name) }
    }

    @Test("the last epoch of all is refused and not counted over")
    func lastEpoch() {
        let last = SteeringRecord(choice: .main, epoch: SteeringRecord.epochMax, by: "a")
        #expect(throws: SteeringFailure.self) { try SteeringRecord.next(after: last, at: .main, by: "a") }
    }

    @Test(
        "names are the same in any case and with or without the final dot",
        arguments: ["License.Evergrant.TEST.", "license.evergrant.test", "_a.b-c.d"])
    func goodNames(text: String) {
        let plain = text.lowercased()
        #expect(DomainName(text)?.text == (plain.hasSuffix(".") ? String(plain.dropLast()) : plain))
    }

    @Test(
        "a name that could break out of a line is none",
        arguments: [
            "", ".", "a..b", "a b", "a\nb", "a\\.b", "a;b", "ä.de", "*.a", String(repeating: "a", count: 64),
            Array(repeating: "abcdefg", count: 32).joined(separator: "."),
        ])
    func badNames(text: String) {
        #expect(DomainName(text) == nil)
    }
}
