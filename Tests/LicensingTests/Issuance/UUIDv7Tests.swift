import Licensing
import Testing

@Suite("UUIDv7")
struct UUIDv7Tests {
    /// Chance that always says the same.
    private struct Constant: RandomNumberGenerator {
        var word: UInt64
        mutating func next() -> UInt64 { word }
    }

    @Test("the example of RFC 9562, appendix A.6, reads as its moment and prints as itself")
    func example() throws {
        let id = try #require(UUIDv7(0x017F22E2_79B0_7CC3_98C4_DC0C0C07398F))
        #expect(id.milliseconds == 0x017F_22E2_79B0)
        #expect(id.description == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f")
    }

    @Test(
        "another version or variant is refused",
        arguments: [
            0x017F22E2_79B0_4CC3_98C4_DC0C0C07398F, 0x017F22E2_79B0_7CC3_18C4_DC0C0C07398F,
            0x017F22E2_79B0_7CC3_D8C4_DC0C0C07398F, 0,
        ] as [UInt128])
    func refuses(value: UInt128) {
        #expect(UUIDv7(value) == nil)
    }

    @Test("each is greater than the one before, whether the clock stands, steps back or runs")
    func monotonic() {
        var generator = UUIDv7Generator()
        var random = SystemRandomNumberGenerator()
        var times: [Int64] = Array(repeating: 1_700_000_000_000, count: 5_000)
        times += [1_700_000_000_001, 1_600_000_000_000, -5, .min, 1_700_000_000_002, .max, .max, 0]

        let made = times.map { generator.next(at: $0, using: &random) }

        #expect(zip(made, made.dropFirst()).allSatisfy { $0 < $1 })
        #expect(made.allSatisfy { UUIDv7($0.value) == $0 })
        #expect(made[4_999].milliseconds == 1_700_000_000_000)
    }

    @Test("a millisecond that starts at the end of its chance has room for as many again")
    func room() {
        var generator = UUIDv7Generator()
        var random = Constant(word: .max)
        let first = generator.next(at: 1, using: &random)
        let second = generator.next(at: 1, using: &random)
        #expect(second.value == first.value + 1 || second > first)
        #expect(second.milliseconds == 1)
    }

    @Test("two loops that start in the same millisecond make different ones")
    func apart() {
        var (one, other) = (UUIDv7Generator(), UUIDv7Generator())
        var random = SystemRandomNumberGenerator()
        let made = (0..<1_000).flatMap { _ in [one.next(at: 7, using: &random), other.next(at: 7, using: &random)] }
        #expect(Set(made).count == made.count)
    }
}
