/// How many witnesses must agree before a region is called failing, or healthy again.
package enum Quorum: Equatable, Sendable {
    /// More than half of the witnesses, however many those are.
    case majority
    /// This many witnesses; with fewer left nothing is decided. At least one.
    case atLeast(Int)
    /// Healthy while more than 18 % say so (Amazon Route 53, "How Route 53 determines health").
    case route53

    func callsFailing(bad: Int, of witnesses: Int) -> Bool {
        switch self {
        case .majority: bad * 2 > witnesses
        case .atLeast(let wanted): bad >= max(1, wanted)
        case .route53: witnesses > 0 && (witnesses - bad) * 100 <= witnesses * 18
        }
    }

    /// Never true together with `callsFailing` of the same witnesses.
    func callsHealthy(good: Int, of witnesses: Int) -> Bool {
        switch self {
        case .majority: good * 2 > witnesses
        case .atLeast(let wanted): good >= max(1, wanted) && witnesses - good < max(1, wanted)
        case .route53: good * 100 > witnesses * 18
        }
    }
}
