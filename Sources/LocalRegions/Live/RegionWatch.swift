internal import Foundation

/// Looks at one region every now and then, the way its prober and its metrics collector would.
actor RegionWatch {
    private let region: Region
    private let duty: String
    private let client: WebClient
    private var licenses = LicenseRate()
    private var lastLook: ContinuousClock.Instant?

    /// Two minutes of bars are more than any terminal is wide.
    private static let historyMax = 120
    private static let counter = "evergrant_licenses_total"

    init(_ region: Region, duty: String, client: WebClient) {
        self.region = region
        self.duty = duty
        self.client = client
    }

    func look() async -> RegionSnapshot {
        var request = WebRequest.get(region.endpoints.secure.appending(path: "health"))
        request.limit = .seconds(2)
        let health = (try? await client.answer(request)).flatMap(HealthReport.init)
        await countLicenses()
        return RegionSnapshot(
            name: region.name, duty: duty, address: region.endpoints.secure.absoluteString,
            databaseRuns: await region.database.isRunning, health: health, licenses: licenses)
    }

    private func countLicenses() async {
        var request = WebRequest.get(region.endpoints.operations.appending(path: "metrics"))
        request.limit = .seconds(2)
        guard let answer = try? await client.answer(request) else { return }
        let total = Int(MetricsText(answer.text).sum(of: Self.counter, where: #"outcome="granted""#))
        let now = ContinuousClock.now
        if let before = licenses.total, let lastLook {
            let perSecond = Double(max(0, total - before)) / max((now - lastLook) / .seconds(1), 0.1)
            licenses.history = (licenses.history + [perSecond]).suffix(Self.historyMax)
        }
        licenses.total = total
        lastLook = now
    }
}
