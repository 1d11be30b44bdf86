internal import Failover
internal import HTTPClient
internal import Reactor

extension Lookout {
    /// `/metrics`; the heartbeat is the dead man's handle: alarm when it stands still or is not there.
    func metricsPage(_ deliveries: [DeliveryStatistics]) -> OpenMetricsPage {
        var page = OpenMetricsPage()
        page.counter(
            "evergrant_prober_heartbeats", "Grows every second while the prober lives.", [([:], counts.heartbeats)])
        writeProbes(to: &page)
        writeDecisions(to: &page)
        writeVantages(to: &page)
        write(deliveries, to: &page)
        return page
    }

    private func write(_ deliveries: [DeliveryStatistics], to page: inout OpenMetricsPage) {
        page.counter(
            "evergrant_deliveries", "Messages to people and to metric stores that arrived.",
            deliveries.map { (["channel": $0.channel], $0.counts.delivered) })
        page.counter(
            "evergrant_delivery_failures", "Attempts to deliver one that failed.",
            deliveries.map { (["channel": $0.channel], $0.counts.failedAttempts) })
        page.counter(
            "evergrant_deliveries_dropped", "Messages given up, by reason.",
            deliveries.flatMap { line in
                line.counts.dropped.sorted { $0.key < $1.key }.map {
                    (["channel": line.channel, "reason": $0.key], $0.value)
                }
            })
        page.gauge(
            "evergrant_deliveries_waiting", "Messages that wait to be delivered.",
            deliveries.map { (["channel": $0.channel], Double($0.waiting)) })
    }

    private func writeProbes(to page: inout OpenMetricsPage) {
        let outcomes = RegionChoice.allCases.compactMap { region in
            newest.map { $0[region] }.map { (regionName(region), $0) }
        }
        page.gauge(
            "evergrant_probe_success", "1 when this vantage's newest probe found the region healthy.",
            outcomes.map { (["region": $0], $1.verdict.isHealthy ? 1 : 0) })
        page.gauge(
            "evergrant_probe_seconds", "Parts of the newest probe's time.",
            outcomes.flatMap { name, outcome in
                outcome.parts.map { (["region": name, "part": $0.name], $0.duration / .seconds(1)) }
            })
        page.counter(
            "evergrant_probes", "Probes by verdict.",
            RegionChoice.allCases.flatMap { region in
                counts.probes[region].sorted { $0.key < $1.key }.map {
                    (["region": regionName(region), "verdict": $0.key], $0.value)
                }
            })
        page.counter(
            "evergrant_looks_skipped", "Looks left out because earlier ones still hung.", [([:], skippedLooks)])
    }

    private func writeDecisions(to page: inout OpenMetricsPage) {
        let runs = detector.state.hearing.runs
        page.gauge(
            "evergrant_active_region", "1 for the region that the name should point at.",
            RegionChoice.allCases.map { (["region": regionName($0)], detector.active == $0 ? 1 : 0) })
        page.gauge(
            "evergrant_region_failing", "1 when a quorum of the vantages calls the region failing.",
            RegionChoice.allCases.map { (["region": regionName($0)], runs[$0].standing == .failing ? 1 : 0) })
        page.counter(
            "evergrant_transitions", "Times this vantage decided for a region.",
            RegionChoice.allCases.map { (["to": regionName($0)], counts.decisions[$0]) })
        page.counter("evergrant_name_moves", "Times this vantage moved the name.", [([:], counts.moves)])
        page.counter(
            "evergrant_name_failures", "Times the authority of the name did not do its part.", [([:], keeper.failures)])
        page.gauge(
            "evergrant_name_problem", "1 while the name cannot be moved.", [([:], keeper.problem == nil ? 0 : 1)])
        page.gauge("evergrant_name_epoch", "How often the name was moved.", [([:], Double(keeper.record?.epoch ?? 0))])
        page.gauge(
            "evergrant_override", "1 while an operator's order holds.",
            [([:], detector.state.override.map { $0.order == .release ? 0 : 1 } ?? 0)])
        page.counter("evergrant_state_failures", "Times the state could not be saved.", [([:], counts.stateFailures)])
    }

    private func writeVantages(to page: inout OpenMetricsPage) {
        let now = EventLoop.monotonicNow()
        page.gauge("evergrant_acting", "1 when this vantage moves the name.", [([:], isActing ? 1 : 0)])
        page.gauge(
            "evergrant_vantage_heard_seconds", "How long ago another vantage was heard; from the start when never.",
            exchange.peers.map { (["vantage": $0.name], (now - ($0.heardAt ?? startedAt)) / .seconds(1)) })
    }
}

extension ProbeOutcome {
    /// Only those that came about.
    fileprivate var parts: [(name: String, duration: Duration)] {
        let all: [(String, Duration?)] = [
            ("name_lookup", timings.nameLookup), ("connect", timings.connect), ("tls", timings.tls),
            ("first_byte", timings.firstByte), ("total", timings.total),
        ]
        return all.compactMap { name, duration in duration.map { (name, $0) } }
    }
}
