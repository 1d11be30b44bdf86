import Daemon
import Testing

@Suite("Latch")
struct LatchTests {
    @Test("nobody passes before all have arrived, and then everybody does", arguments: [1, 2, 7])
    func waits(count: Int) async {
        let latch = Latch(count: count)
        async let one: Void = latch.wait()
        async let other: Void = latch.wait()

        for _ in 0..<count { latch.arrive() }

        _ = await (one, other)
        await latch.wait()
    }

    @Test("a latch for nobody is open, and more arrivals than expected change nothing", arguments: [0, -1])
    func isOpen(count: Int) async {
        let latch = Latch(count: count)
        await latch.wait()
        latch.arrive()
        await latch.wait()
    }
}
