import Testing

@testable import Prober

@Suite("Silence watch")
struct SilenceWatchTests {
    @Test("silence is told once, and so is its end")
    func tellsOnce() {
        var watch = SilenceWatch()
        func look(_ seconds: Int) -> [[String]] {
            let (fell, returned) = watch.look(["osaka": .seconds(seconds), "busan": .zero], limit: .seconds(66))
            return [fell, returned]
        }

        #expect(look(66) == [[], []])
        #expect(look(67) == [["osaka"], []])
        #expect(look(97) == [[], []])
        #expect(look(1) == [[], ["osaka"]])
        #expect(look(2) == [[], []])
    }
}
