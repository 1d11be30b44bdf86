/// What a vantage says at `/status`, as far as people watch it.
package struct VantageStatus: Decodable, Equatable, Sendable {
    /// What it holds of one region.
    package struct Region: Decodable, Equatable, Sendable {
        package var name: String
        /// For how long the vantages together have seen it fail without a break; nil while they do not.
        package var failingForSeconds: Double?
        package var healthyForSeconds: Double?
        /// What that is measured against.
        package var windowSeconds: Double

        package init(
            name: String, failingForSeconds: Double? = nil, healthyForSeconds: Double? = nil, windowSeconds: Double
        ) {
            self.name = name
            self.failingForSeconds = failingForSeconds
            self.healthyForSeconds = healthyForSeconds
            self.windowSeconds = windowSeconds
        }
    }

    package struct Regions: Decodable, Equatable, Sendable {
        package var main: Region
        package var backup: Region

        package init(main: Region, backup: Region) {
            self.main = main
            self.backup = backup
        }
    }

    /// Where it holds that the name should point: `main` or `backup`.
    package var active: String
    /// Whether it is the one that moves the name.
    package var acting: Bool
    package var regions: Regions

    package init(active: String, acting: Bool, regions: Regions) {
        self.active = active
        self.acting = acting
        self.regions = regions
    }
}
