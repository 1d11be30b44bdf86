internal import Failover
internal import HTTPWire

/// What every answer of a region says: which one it is, whether it writes, and how far behind it is.
///
/// Made anew when one of them changes, which is seldom against the number of answers.
struct StandingFields {
    private let region: Field
    private let mode: RegionRole.Mode
    private let lag: Duration?
    let block: FieldBlock

    init(region: Field, mode: RegionRole.Mode, lag: Duration?) {
        (self.region, self.mode, self.lag) = (region, mode, lag)
        block = FieldBlock([region, .mode(mode.rawValue)] + (lag.map { [.lag($0)] } ?? []))
    }

    /// Whether this is what is to be said now.
    func hold(_ mode: RegionRole.Mode, _ lag: Duration?) -> Bool { self.mode == mode && self.lag == lag }

    func saying(_ mode: RegionRole.Mode, _ lag: Duration?) -> StandingFields {
        StandingFields(region: region, mode: mode, lag: lag)
    }
}
