/// One region as its own endpoints describe it.
package struct RegionSnapshot: Equatable, Sendable {
    package var name: String
    /// "main" or "backup": what the operators made it for, which no failure changes.
    package var duty: String
    package var address: String
    package var databaseRuns: Bool
    package var serverRuns = true
    /// Nil when `/health` did not answer at all.
    package var health: HealthReport?
    package var licenses: LicenseRate

    package init(
        name: String, duty: String, address: String, databaseRuns: Bool, health: HealthReport?, licenses: LicenseRate
    ) {
        self.name = name
        self.duty = duty
        self.address = address
        self.databaseRuns = databaseRuns
        self.health = health
        self.licenses = licenses
    }
}

/// How many licenses a region granted, from its metrics.
package struct LicenseRate: Equatable, Sendable {
    package var total: Int?
    /// Per second, the newest last.
    package var history: [Double]

    package init(total: Int? = nil, history: [Double] = []) {
        self.total = total
        self.history = history
    }
}
