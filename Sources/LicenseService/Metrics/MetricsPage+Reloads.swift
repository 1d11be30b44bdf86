internal import Synchronization

extension MetricsPage {
    /// What became of SIGHUP.
    func writeReloads(to page: inout String) {
        counter(
            &page, "evergrant_reloads", "Times that the configuration was read again, by outcome.",
            [
                ("outcome=\"applied\"", reloads.applied.load(ordering: .relaxed)),
                ("outcome=\"refused\"", reloads.refused.load(ordering: .relaxed)),
            ])
        if let moment = reloads.appliedAt {
            gauge(
                &page, "evergrant_last_reload_timestamp_seconds", "When a reload was last applied, since 1970.",
                "\(moment / .seconds(1))")
        }
    }
}
