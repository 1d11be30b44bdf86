import Testing

@testable import HTTPServer

@Suite("Footprint of connections")
struct FootprintTests {
    @Test("memory is given back when half of a peak is free and that is much, once for each fall")
    func tellsFalls() {
        var footprint = Footprint()
        var falls: [Bool] = []

        for mebibytes in [100, -49, -1, -1, -49] { falls.append(footprint.change(by: mebibytes << 20)) }

        #expect(falls == [false, false, true, false, true])
        #expect(footprint.bytes == 0)
    }

    @Test("what comes and goes with each request is not worth it")
    func ignoresRipples() {
        var footprint = Footprint()
        let ripple = Footprint.worthwhileBytes - 1

        let falls = (0..<100).map { footprint.change(by: $0.isMultiple(of: 2) ? ripple : -ripple) }

        #expect(falls.contains(true) == false)
    }
}
