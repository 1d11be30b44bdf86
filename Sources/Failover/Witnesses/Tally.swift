/// What all the witnesses say of one region, counted.
struct Tally: Equatable, Sendable {
    private(set) var good = 0
    private(set) var bad = 0
    /// When the last of those who agree began to say so.
    private var lastGood: Duration?
    private var lastBad: Duration?

    var witnesses: Int { good + bad }

    init(of region: RegionChoice, among witnesses: [String: Witness]) {
        for (_, witness) in witnesses {
            guard let isGood = witness.newest.opinion(of: region) else { continue }
            count(isGood, since: witness.since[region])
        }
    }

    private mutating func count(_ isGood: Bool, since: Duration) {
        if isGood {
            good += 1
            lastGood = max(lastGood ?? since, since)
        } else {
            bad += 1
            lastBad = max(lastBad ?? since, since)
        }
    }

    func standing(by quorum: Quorum) -> Standing {
        if quorum.callsFailing(bad: bad, of: witnesses) { return .failing }
        return quorum.callsHealthy(good: good, of: witnesses) ? .healthy : .undecided
    }

    /// When those who hold `standing` were first complete; nil when nobody holds it.
    func complete(_ standing: Standing) -> Duration? {
        switch standing {
        case .healthy: lastGood
        case .failing: lastBad
        case .undecided: nil
        }
    }
}
