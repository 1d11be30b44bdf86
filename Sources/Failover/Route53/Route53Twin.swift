/// Decides as Amazon Route 53's failover records would, by counting, for those who compare.
///
/// Every checker counts for itself; a region is healthy while more than 18 % of the checkers say so, and when both are
/// unhealthy the answer is the main one ("How Amazon Route 53 chooses records when health checking is configured").
package struct Route53Twin: Equatable, Sendable {
    package enum Event: Equatable, Sendable {
        case probed(RegionChoice, checker: String, passed: Bool)
    }

    package enum Effect: Equatable, Sendable {
        case pointAt(RegionChoice)
    }

    /// One checker's mind about one region.
    private struct Checker: Equatable, Sendable {
        /// A new check counts as healthy until data says otherwise.
        var isHealthy = true
        /// Results in a row against it.
        var contrary = 0

        mutating func count(passed: Bool, threshold: Int) {
            contrary = passed == isHealthy ? 0 : contrary + 1
            guard contrary >= threshold else { return }
            (isHealthy, contrary) = (passed, 0)
        }
    }

    package let settings: Route53Settings
    package private(set) var active = RegionChoice.main
    private var checkers = PerRegion<[String: Checker]>(main: [:], backup: [:])

    package init(_ settings: Route53Settings) { self.settings = settings }

    package func isHealthy(_ region: RegionChoice) -> Bool {
        let healthy = checkers[region].values.count { $0.isHealthy }
        return checkers[region].isEmpty || Quorum.route53.callsHealthy(good: healthy, of: checkers[region].count)
    }

    package mutating func handle(_ event: Event) -> [Effect] {
        switch event {
        case .probed(let region, let checker, let passed):
            let known = checkers[region][checker]
            guard known != nil || checkers[region].count < DetectorLimits.vantagesMax else { return [] }
            var mind = known ?? Checker()
            mind.count(passed: passed, threshold: settings.threshold)
            checkers[region][checker] = mind
            return answer()
        }
    }

    private mutating func answer() -> [Effect] {
        let choice: RegionChoice = !isHealthy(.main) && isHealthy(.backup) ? .backup : .main
        guard choice != active else { return [] }
        active = choice
        return [.pointAt(choice)]
    }
}
