internal import Failover
internal import HTTPWire

/// What every answer of a region says: which one it is, whether it writes, and how far behind it is.
///
/// Made anew when one of them changes, which is seldom against the number of answers.
struct StandingFields {
    private let region: Field
    private var about: (mode: RegionRole.Mode, lag: Duration?)?
    private var block = FieldBlock()

    init(region: String) { self.region = .region(region) }

    mutating func now(mode: RegionRole.Mode, lag: Duration?) -> FieldBlock {
        if let about, about.mode == mode, about.lag == lag { return block }
        about = (mode, lag)
        block = FieldBlock([region, .mode(mode.rawValue)] + (lag.map { [.lag($0)] } ?? []))
        return block
    }
}
