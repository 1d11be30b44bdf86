import Failover
import Testing

@Suite("Route 53 twin")
struct Route53TwinTests {
    private func twin(threshold: Int = 3) throws -> Route53Twin {
        Route53Twin(try #require(Route53Settings(intervalSeconds: 30, threshold: threshold)))
    }

    @Test("only what Route 53 accepts is accepted: 10 or 30 s, and a threshold from 1 to 10")
    func settings() {
        for seconds in [10, 30] {
            for threshold in 1...10 { #expect(Route53Settings(intervalSeconds: seconds, threshold: threshold) != nil) }
        }
        for (seconds, threshold) in [(20, 3), (0, 3), (30, 0), (30, 11), (-30, 3)] {
            #expect(Route53Settings(intervalSeconds: seconds, threshold: threshold) == nil)
        }
    }

    @Test("the same number of results in a row makes a checker lose faith and find it again", arguments: 1...10)
    func threshold(threshold: Int) throws {
        var twin = try twin(threshold: threshold)
        for _ in 1..<max(1, threshold) { #expect(twin.handle(.probed(.main, checker: "a", passed: false)) == []) }
        #expect(twin.handle(.probed(.main, checker: "a", passed: false)) == [.pointAt(.backup)])
        for _ in 1..<max(1, threshold) { #expect(twin.handle(.probed(.main, checker: "a", passed: true)) == []) }
        #expect(twin.handle(.probed(.main, checker: "a", passed: true)) == [.pointAt(.main)])
    }

    @Test("one result that disagrees begins the count again")
    func consecutive() throws {
        var twin = try twin()
        for passed in [false, false, true, false, false] {
            #expect(twin.handle(.probed(.main, checker: "a", passed: passed)) == [])
        }
        #expect(twin.handle(.probed(.main, checker: "a", passed: false)) == [.pointAt(.backup)])
    }

    @Test(
        "a region is healthy while more than 18 % of the checkers say so", arguments: [(15, 12, true), (15, 13, false)])
    func share(checkers: Int, failing: Int, isHealthy: Bool) throws {
        var twin = try twin(threshold: 1)
        for checker in 0..<checkers {
            _ = twin.handle(.probed(.main, checker: "\(checker)", passed: checker >= failing))
        }
        #expect(twin.isHealthy(.main) == isHealthy)
    }

    @Test("a new check is healthy until there is data, and both unhealthy means the main region")
    func failOpen() throws {
        var twin = try twin(threshold: 1)
        #expect(twin.isHealthy(.main) && twin.isHealthy(.backup))
        #expect(twin.handle(.probed(.main, checker: "a", passed: false)) == [.pointAt(.backup)])
        #expect(twin.handle(.probed(.backup, checker: "a", passed: false)) == [.pointAt(.main)])
        #expect(twin.active == .main)
    }

    @Test("2xx and 3xx pass, and the string must lie wholly within the first 5,120 bytes of the body")
    func passes() {
        let wanted = Array("pass".utf8)
        func body(_ padding: Int) -> [UInt8] { Array(repeating: 0x20, count: padding) + wanted }
        for (status, padding, expected) in [
            (200, 0, true), (204, 5_116, true), (200, 5_117, false), (302, 10, true), (404, 0, false), (503, 0, false),
            (199, 0, false),
        ] {
            let passes = Route53Settings.passes(status: status, body: body(padding), searchString: wanted)
            #expect(passes == expected, "\(status), \(padding) bytes before it")
        }
        #expect(Route53Settings.passes(status: 200, body: [], searchString: nil))
        #expect(!Route53Settings.passes(status: 200, body: [], searchString: wanted))
        #expect(!Route53Settings.passes(status: 200, body: Array("PASS".utf8), searchString: wanted))
    }

    @Test("30 s and a threshold of 6 is not three minutes: fast failures are answered after 150 s")
    func fencePost() throws {
        var twin = try twin(threshold: 6)
        var detector = Lookout()
        var twinMoved: Int?
        for now in stride(from: 0, through: 180, by: 30) {
            let effects = twin.handle(.probed(.main, checker: "a", passed: false))
            if !effects.isEmpty { twinMoved = now }
            detector.look(at: now, main: Lookout.down)
        }
        #expect(twinMoved == 150)
        #expect(detector.moves == [.init(.backup, at: 180)])
    }
}
