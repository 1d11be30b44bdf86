import Cryptography
import Testing

@Suite("Known signatures")
struct KnownSignaturesTests {
    private let known = KnownSignatures()

    /// How often the signature of `parts` is checked when it is asked for so many times.
    private func checks(_ parts: [[UInt8]], _ answers: Bool...) -> Int {
        var count = 0
        for answer in answers {
            let isGood = known.isGood(parts) {
                count += 1
                return answer
            }
            #expect(isGood == (answer || count == 0))
        }
        return count
    }

    @Test("a good signature is checked once, and a bad one each time")
    func remembers() {
        #expect(checks([[1], [2], [3]], true, true, true) == 1)
        #expect(checks([[1], [2], [4]], false, false, false) == 3)
        #expect(checks([[1], [2], [4]], true, true) == 1)
    }

    @Test("another key, signature or content is another signature, wherever the bytes are cut")
    func tellsApart() {
        _ = checks([[1, 2], [3], [4, 5]], true)
        for other in [
            [[2, 1], [3], [4, 5]], [[1, 2], [0], [4, 5]], [[1, 2], [3], [4]], [[1], [2, 3], [4, 5]],
            [[1, 2], [3, 4], [5]], [[1, 2, 3], [], [4, 5]], [[1, 2], [3], [4, 5], []], [],
        ] as [[[UInt8]]] { #expect(checks(other, true) == 1, "\(other)") }
    }

    @Test("what one process remembers another does not: nobody can aim at a place")
    func isSalted() {
        let other = KnownSignatures()
        let marks = 0..<64
        for mark in marks { _ = known.isGood([[UInt8(mark)]]) { true } }
        let found = marks.count { mark in other.isGood([[UInt8(mark)]]) { false } }
        #expect(found == 0)
    }

    @Test("more signatures than there are places cost checks, and never a wrong answer")
    func forgets() {
        func parts(_ number: Int) -> [[UInt8]] { [[UInt8(number & 0xFF), UInt8(number >> 8 & 0xFF)]] }
        for number in 0..<20_000 { _ = known.isGood(parts(number)) { true } }
        let remembered = (0..<20_000).count { number in known.isGood(parts(number)) { false } }
        #expect((1...4_096).contains(remembered))
    }

    @Test("threads that ask at once get right answers")
    func isShared() async {
        await withTaskGroup(of: Int.self) { group in
            for worker in 0..<8 {
                group.addTask { [known] in
                    (0..<2_000).count { turn in
                        let isOdd = (turn + worker) % 2 == 1
                        let isGood = known.isGood([[UInt8(turn % 64)], [isOdd ? 1 : 0]]) { isOdd }
                        return isGood != isOdd
                    }
                }
            }
            for await wrong in group { #expect(wrong == 0) }
        }
    }
}
