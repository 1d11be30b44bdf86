import Bytes
import Testing

@Suite("Timestamp")
struct TimestampTests {
    @Test("arithmetic stops at the ends of the range")
    func saturates() {
        #expect(Timestamp.distantFuture + .seconds(1) == .distantFuture)
        #expect(Timestamp.distantPast - .seconds(1) == .distantPast)
        #expect(Timestamp(seconds: 10) - .seconds(Int64.min) == .distantFuture)
        #expect(Timestamp(seconds: 10) + .seconds(5) == Timestamp(seconds: 15))
        #expect(Timestamp(seconds: 10) - .seconds(60) == Timestamp(seconds: -50))
    }
}
