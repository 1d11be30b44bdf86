import LocalRegions
import Testing

@Suite("Free ports")
struct FreePortTests {
    @Test("no port is given out twice, preferred or not")
    func givesEachPortOnce() throws {
        let first = try FreePort.claim()

        #expect(try FreePort.claim(preferring: first) != first)
    }
}
