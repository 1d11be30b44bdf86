import HTTPServer
import Licensing
import Reactor
import Synchronization
import Testing

@testable import LicenseService

@Suite("Metrics page")
struct MetricsPageTests {
    private func page(_ loops: [ServerMetrics] = [ServerMetrics()], mode: String = "read-write", lag: Duration? = nil)
        -> OpenMetrics
    {
        OpenMetrics(MetricsPage(region: "seoul", mode: mode, loops: loops, lag: lag, shipping: ShippingState()).text)
    }

    @Test("it is OpenMetrics", arguments: [nil, Duration.zero, .nanoseconds(1), .seconds(1_000_000)])
    func isOpenMetrics(lag: Duration?) {
        #expect(page(lag: lag).complaints == [])
    }

    @Test("what was shed and what waits is the sum over all loops too, by audience")
    func sumsLoad() {
        let loops = [ServerMetrics(), ServerMetrics()]
        var limits = LoadLimits()
        limits.packager.waitingMax = 1
        for loop in loops {
            loop.load.withLock { load in
                load = LoadBudget(limits)
                load.beginWaiting(.packager)
                _ = load.room(for: .packager)
            }
        }

        let page = page(loops)

        #expect(page.samples[#"evergrant_requests_waiting{region="seoul",audience="packager"}"#] == 2)
        #expect(
            page.samples[#"evergrant_requests_shed_total{region="seoul",audience="packager",reason="room"}"#] == 2)
        #expect(page.samples[#"evergrant_requests_shed_total{region="seoul",audience="player",reason="time"}"#] == 0)
        #expect(page.samples[#"evergrant_connections_refused_total{region="seoul",reason="full"}"#] == 0)
        #expect(page.samples[#"evergrant_connections_cut_off_total{region="seoul"}"#] == 0)
    }

    @Test("each number is the sum over all loops")
    func sums() {
        let loops = [ServerMetrics(), ServerMetrics()]
        for loop in loops {
            for _ in 0..<2 { loop.licenses.countGranted(of: .playReady) }
            loop.licenses.countRefused(of: .playReady)
            for status in [200, 204, 304, 404, 503] { loop.answersByClass.count(status) }
        }

        let page = page(loops)

        let licenses = #"evergrant_licenses_total{region="seoul",system="#
        #expect(page.samples[licenses + #""playready",outcome="granted"}"#] == 4)
        #expect(page.samples[licenses + #""playready",outcome="refused"}"#] == 2)
        #expect(page.samples[licenses + #""clearkey",outcome="granted"}"#] == 0)
        #expect(page.samples[#"evergrant_http_answers_total{region="seoul",class="2xx"}"#] == 4)
        #expect(page.samples[#"evergrant_http_answers_total{region="seoul",class="3xx"}"#] == 2)
        #expect(page.samples[#"evergrant_http_answers_total{region="seoul",class="4xx"}"#] == 2)
        #expect(page.samples[#"evergrant_http_answers_total{region="seoul",class="5xx"}"#] == 2)
    }

    @Test(
        "writable is 1 only where the region writes",
        arguments: [("read-write", 1.0), ("read-only", 0), ("unknown", 0)])
    func saysWritable(mode: String, expected: Double) {
        #expect(page(mode: mode).samples[#"evergrant_writable{region="seoul"}"#] == expected)
    }

    @Test("the lag is there only when it is known")
    func saysLag() {
        let name = #"evergrant_replication_lag_seconds{region="seoul"}"#

        #expect(page(lag: .milliseconds(1500)).samples[name] == 1.5)
        #expect(page().samples[name] == nil)
    }

    @Test(
        "the checker finds what is no OpenMetrics",
        arguments: [
            "a 1\n# EOF\n", "# TYPE a counter\n# HELP a A.\na 1\n# EOF\n", "# TYPE a gauge\n# HELP a A.\na 1\n",
            "# TYPE a gauge\n# HELP a A.\na{b=1} 1\n# EOF\n", "# TYPE a gauge\n# HELP a A.\na x\n# EOF\n",
            "# TYPE a gauge\n# HELP a A.\na 1\na 2\n# EOF\n", "# TYPE a gauge\n# HELP a A.\na 1\n\n# EOF\n",
        ])
    func checkerCanFail(text: String) {
        #expect(OpenMetrics(text).complaints != [])
    }
}
