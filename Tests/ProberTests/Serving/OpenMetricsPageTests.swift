import Testing

@testable import Prober

@Suite("OpenMetrics page")
struct OpenMetricsPageTests {
    @Test("a page is written family by family and ends as the format demands")
    func writesFamilies() {
        var page = OpenMetricsPage()
        page.counter("a_beats", "Beats.", [([:], 3)])
        page.gauge("b", "B.", [(["region": "seoul", "part": "tls"], 0.5), (["region": "tokyo"], 1)])

        #expect(
            page.text == """
                # TYPE a_beats counter
                # HELP a_beats Beats.
                a_beats_total 3
                # TYPE b gauge
                # HELP b B.
                b{region="seoul",part="tls"} 0.5
                b{region="tokyo"} 1.0
                # EOF

                """)
    }
}
