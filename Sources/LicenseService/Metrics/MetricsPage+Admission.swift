extension MetricsPage {
    /// What a region that only reads let pass without being sure.
    func writeAdmissions(to page: inout String) {
        let sums = loops.map(\.admissions.sums)
        counter(
            &page, "evergrant_admissions_unchecked", "Licenses that left without a count being made sure of.",
            [
                ("reason=\"device\"", sums.reduce(0) { $0 + $1.devices }),
                ("reason=\"token\"", sums.reduce(0) { $0 + $1.tokens }),
            ])
    }
}
