internal import Foundation

/// A whole run: both regions, the demo page, a viewer, and a look at them whenever asked.
package actor LiveSession {
    package nonisolated let regions: TwoRegions
    package nonisolated let page: DemoPage
    private let viewer: StandInViewer
    private let watches: [RegionWatch]
    private let began = ContinuousClock.now
    private var last: LiveSnapshot?
    /// Where the service's name would point: at the main region while that is healthy.
    private var pointedAt: String
    private var events: [LiveEvent] = []

    private static let eventsMax = 100

    private init(regions: TwoRegions, page: DemoPage, viewer: StandInViewer) {
        self.regions = regions
        self.page = page
        self.viewer = viewer
        pointedAt = regions.seoul.name
        watches = [
            RegionWatch(regions.seoul, duty: "main", client: regions.client),
            RegionWatch(regions.tokyo, duty: "backup", client: regions.client),
        ]
    }

    /// Starts everything; `progress` hears about each step as it begins.
    package static func start(progress: @Sendable (String) -> Void) async throws -> LiveSession {
        let regions = try await TwoRegions.start(progress: progress)
        let page = try await DemoPage.start(for: regions, progress: progress)
        let content = try await regions.site.packager.get("clip-cenc", at: regions.seoul.endpoints)
            .expecting(200).decode(PackagerAPI.Content.self)
        let viewer = try StandInViewer(
            regions: regions.regions.map(\.endpoints), client: regions.client,
            token: try await regions.site.token(for: "clip-cenc"), keyIDs: content.tracks.map(\.keyIDHex))
        await viewer.start()
        return LiveSession(regions: regions, page: page, viewer: viewer)
    }

    /// Looks at everything; what changed since the last look is in the events.
    package func look() async -> LiveSnapshot {
        async let seoul = watches[0].look()
        async let tokyo = watches[1].look()
        var snapshot = LiveSnapshot(
            elapsed: ContinuousClock.now - began, regions: await [seoul, tokyo], viewer: await viewer.tally,
            page: page.url.absoluteString)
        if let last {
            stateChanges(from: last, to: snapshot).forEach(note)
        } else {
            firstWords(of: snapshot).forEach(note)
        }
        await follow(snapshot)
        last = snapshot
        snapshot.events = events
        return snapshot
    }

    /// A stand-in for the prober and its DNS: it moves the name at once, where a prober waits for minutes of failure.
    private func follow(_ snapshot: LiveSnapshot) async {
        let isMainHealthy = snapshot.regions.first?.health?.statusCode == 200
        let target = isMainHealthy ? regions.seoul.name : regions.tokyo.name
        guard target != pointedAt else { return }
        pointedAt = target
        note("the service's name points at \(target)")
        await viewer.follow(target)
        await attempt("pointing the demo page at \(target)") { try await page.point(at: target) }
    }

    package func killSeoul() async {
        guard await regions.seoul.database.isRunning else { return }
        note("you killed Seoul's database (SIGKILL to its postmaster)")
        await attempt("killing Seoul's database") { try await regions.seoul.database.kill9() }
    }

    package func reviveSeoul() async {
        guard await !regions.seoul.database.isRunning else { return }
        note("you started Seoul's database again; nothing is rebuilt")
        await attempt("starting Seoul's database") { try await regions.seoul.database.restart() }
    }

    package func stop() async {
        await viewer.stop()
        await page.stop()
        await regions.stop()
    }

    private func attempt(_ action: String, _ body: () async throws -> Void) async {
        do {
            try await body()
        } catch {
            note("\(action) failed: \(error)")
        }
    }

    private func note(_ text: String) {
        events = (events + [LiveEvent(elapsed: ContinuousClock.now - began, text: text)]).suffix(Self.eventsMax)
    }
}
