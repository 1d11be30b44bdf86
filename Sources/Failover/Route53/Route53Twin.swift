/// Decides as Amazon Route 53's failover records would, by counting, for those who compare.
package struct Route53Twin: Equatable, Sendable {
    package enum Event: Equatable, Sendable {
        case probed(RegionChoice, checker: String, passed: Bool)
    }

    package enum Effect: Equatable, Sendable {
        case pointAt(RegionChoice)
    }

    package let settings: Route53Settings
    package private(set) var active = RegionChoice.main

    package init(_ settings: Route53Settings) { self.settings = settings }

    package func isHealthy(_ region: RegionChoice) -> Bool { true }

    package mutating func handle(_ event: Event) -> [Effect] { [] }
}
