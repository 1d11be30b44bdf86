import LocalRegions
import Testing

@Suite("Metrics text")
struct MetricsTextTests {
    private let metrics = MetricsText(
        """
        # TYPE licenses counter
        licenses_total{system="clearkey",outcome="granted"} 40
        licenses_total{system="clearkey",outcome="refused"} 2 1700000000
        licenses_total_created{system="clearkey"} 1700000000
        uptime_seconds 12.5
        # EOF
        """)

    @Test(
        "a sum takes the label sets asked for, and no metric whose name only begins alike",
        arguments: [
            ("licenses_total", "", 42.0), ("licenses_total", #"outcome="granted""#, 40), ("uptime_seconds", "", 12.5),
            ("licenses", "", 0), ("absent", "", 0),
        ])
    func sums(name: String, label: String, sum: Double) {
        #expect(metrics.sum(of: name, where: label) == sum)
    }
}
