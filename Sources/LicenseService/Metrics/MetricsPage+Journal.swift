internal import Synchronization

extension MetricsPage {
    /// How the issuance records fare, from the license to the primary.
    func writeJournal(to page: inout String) {
        counter(
            &page, "evergrant_licenses_unrecorded", "Licenses granted without a record: journal.whenFull is grant.",
            [("", sum { $0.licensesUnrecorded.load(ordering: .relaxed) })])
        counter(
            &page, "evergrant_licenses_withheld", "Licenses not granted because no record could be kept.",
            [("", sum { $0.licensesWithheld.load(ordering: .relaxed) })])
        counter(
            &page, "evergrant_refusals_unrecorded", "Refusals of good tokens that were not recorded.",
            [("", sum { $0.refusalsUnrecorded.load(ordering: .relaxed) })])
        counter(
            &page, "evergrant_journal_records", "Records on stable storage since the start.",
            [("", sum { $0.journal.records.load(ordering: .relaxed) })])
        counter(
            &page, "evergrant_journal_batches", "Batches written, each with one fdatasync.",
            [
                ("outcome=\"durable\"", sum { $0.journal.batches.load(ordering: .relaxed) }),
                ("outcome=\"failed\"", sum { $0.journal.failedBatches.load(ordering: .relaxed) }),
            ])
        gauge(
            &page, "evergrant_journal_used_bytes", "Disk that the journals take.",
            "\(sum { $0.journal.usedBytes.load(ordering: .relaxed) })")
        gauge(
            &page, "evergrant_journal_budget_bytes", "Disk that the journals may take.",
            "\(sum { $0.journal.budgetBytes.load(ordering: .relaxed) })")
        gauge(
            &page, "evergrant_journal_urgency", "0 with room enough, 1 nearly full, 2 full: the worst of the journals.",
            "\(loops.map { $0.journal.urgency }.max() ?? 0)")
        writeShipping(to: &page)
    }

    private func writeShipping(to page: inout String) {
        counter(
            &page, "evergrant_journal_shipped", "Records that this process moved to the primary.",
            [("", shipping.shipped.load(ordering: .relaxed))])
        counter(
            &page, "evergrant_journal_ship_failures", "Attempts to move records that failed.",
            [("", shipping.failures.load(ordering: .relaxed))])
        gauge(
            &page, "evergrant_journal_unshipped", "Durable records that the primary does not have yet.",
            "\(shipping.unshipped.load(ordering: .relaxed))")
        gauge(
            &page, "evergrant_journal_oldest_unshipped_seconds", "Age of the oldest of them, 0 when there is none.",
            "\(shipping.oldestAge / .seconds(1))")
    }
}
