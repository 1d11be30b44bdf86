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
    private static let pauseMin = Duration.milliseconds(500)
    private static let counter = "evergrant_licenses_total"

    init(_ region: Region, duty: String, client: WebClient) {
        self.region = region
        self.duty = duty
        self.client = client
    }

    func look() async -> RegionSnapshot {
        async let health = ask(region.endpoints.secure.appending(path: "health")).flatMap(HealthReport.init)
        async let metrics = ask(region.endpoints.operations.appending(path: "metrics"))
        await countLicenses(in: metrics)
        var snapshot = RegionSnapshot(
            name: region.name, duty: duty, address: region.endpoints.secure.absoluteString,
            databaseRuns: await region.database.isRunning, health: await health, licenses: licenses)
        snapshot.serverRuns = await region.server.isRunning
        return snapshot
    }

    /// A prober's patience: whoever needs longer has failed.
    private func ask(_ url: URL) async -> WebAnswer? {
        var request = WebRequest.get(url)
        request.limit = .seconds(2)
        return try? await client.answer(request)
    }

    /// - Parameter answer: Nil when there was none: then nothing new was granted that anybody knows of.
    private func countLicenses(in answer: WebAnswer?) {
        let counted = answer.map { Int(MetricsText($0.text).sum(of: Self.counter, where: #"outcome="granted""#)) }
        let total = counted ?? licenses.total
        let now = ContinuousClock.now
        if let before = licenses.total, let total, let lastLook {
            // Two looks in a row would make a rate of a single license; the later look counts both.
            guard now - lastLook >= Self.pauseMin else { return }
            let perSecond = Double(max(0, total - before)) / ((now - lastLook) / .seconds(1))
            licenses.history = (licenses.history + [perSecond]).suffix(Self.historyMax)
        }
        licenses.total = total
        lastLook = now
    }
}
