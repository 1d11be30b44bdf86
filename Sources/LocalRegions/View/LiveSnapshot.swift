/// What is known about the run at one moment.
package struct LiveSnapshot: Equatable, Sendable {
    package var elapsed: Duration
    package var regions: [RegionSnapshot]
    package var viewer: ViewerTally
    package var page: String
    /// The latest changes, oldest first.
    package var events: [LiveEvent] = []

    package init(elapsed: Duration, regions: [RegionSnapshot], viewer: ViewerTally, page: String) {
        self.elapsed = elapsed
        self.regions = regions
        self.viewer = viewer
        self.page = page
    }
}

/// One region as its own endpoints describe it.
package struct RegionSnapshot: Equatable, Sendable {
    package var name: String
    /// "main" or "backup": what the operators made it for, which no failure changes.
    package var duty: String
    package var address: String
    package var databaseRuns: Bool
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

/// How the stand-in viewer fares, who asks for licenses as a player behind the service's name would.
package struct ViewerTally: Equatable, Sendable {
    package var granted = 0
    package var refused = 0
    /// The region of the last license.
    package var grantedBy: String?

    package init(granted: Int = 0, refused: Int = 0, grantedBy: String? = nil) {
        self.granted = granted
        self.refused = refused
        self.grantedBy = grantedBy
    }
}

package struct LiveEvent: Equatable, Sendable {
    package let elapsed: Duration
    package let text: String

    package init(elapsed: Duration, text: String) {
        self.elapsed = elapsed
        self.text = text
    }
}
