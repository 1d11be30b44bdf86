import Foundation

/// How long, how hard, and where the report goes.
struct SoakOrder: Equatable {
    let duration: Duration
    /// Where the report is written; nil prints it only.
    let report: URL?
    /// Licenses a second that are never exceeded: each leaves a row in both databases.
    let rateMax: Double

    /// Enough to show that it works, in the time that every run of all tests can spare.
    static let minutesByDefault = 1.0

    init(_ environment: [String: String]) {
        let minutes = environment["EVERGRANT_SOAK_MINUTES"].flatMap { Double($0) } ?? Self.minutesByDefault
        duration = .seconds(max(0.5, minutes) * 60)
        report = environment["EVERGRANT_SOAK_REPORT"].flatMap { $0.isEmpty ? nil : URL(fileURLWithPath: $0) }
        rateMax = environment["EVERGRANT_SOAK_RATE_MAX"].flatMap { Double($0) } ?? 2_000
    }
}
