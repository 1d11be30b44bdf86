internal import Foundation

/// A whole run with people before it: the regions, what moves their name, the demo page, a viewer, and a look at all.
package actor LiveSession {
    package nonisolated let run: SteeredRegions
    package nonisolated let faults: Faults
    package nonisolated let page: DemoPage
    private let viewer: NamedViewer
    private let watches: [RegionWatch]
    private let began = ContinuousClock.now
    private var last: LiveSnapshot?
    private var events: [LiveEvent] = []

    private static let eventsMax = 100

    private init(run: SteeredRegions, page: DemoPage, viewer: NamedViewer) {
        self.run = run
        self.page = page
        self.viewer = viewer
        faults = Faults(in: run)
        watches = [
            RegionWatch(run.regions.seoul, duty: "main", client: run.regions.client),
            RegionWatch(run.regions.tokyo, duty: "backup", client: run.regions.client),
        ]
    }

    /// Starts everything; `progress` hears about each step as it begins.
    package static func start(
        pace: Pace, vantages: Int = 3, progress: @Sendable (String) -> Void
    ) async throws -> LiveSession {
        let run = try await SteeredRegions.start(pace: pace, vantages: vantages, progress: progress)
        let regions = run.regions
        let page = try await DemoPage.start(for: regions, progress: progress)
        let content = try await regions.site.packager.get("clip-cenc", at: regions.seoul.endpoints)
            .expecting(200).decode(PackagerAPI.Content.self)
        let viewer = try NamedViewer(
            of: run, token: try await regions.site.token(for: "clip-cenc"), keyIDs: content.tracks.map(\.keyIDHex))
        await viewer.start()
        return LiveSession(run: run, page: page, viewer: viewer)
    }

    /// Looks at everything; what changed since the last look is in the events.
    package func look() async -> LiveSnapshot {
        async let seoul = watches[0].look()
        async let tokyo = watches[1].look()
        async let region = run.regionByName()
        async let vantages = lookAtVantages()
        let name = NameSnapshot(
            name: run.names.zone.serviceName, region: await region, timeToLiveSeconds: run.pace.timeToLiveSeconds)
        var snapshot = LiveSnapshot(
            elapsed: ContinuousClock.now - began, regions: await [seoul, tokyo], name: name, vantages: await vantages,
            viewer: await viewer.look(), page: page.url.absoluteString)
        snapshot.alarms = ((try? run.alarms.received()) ?? []).withoutRepeats
        if let last {
            stateChanges(from: last, to: snapshot).forEach(note)
        } else {
            firstWords(of: snapshot).forEach(note)
        }
        await followName(of: snapshot)
        last = snapshot
        snapshot.events = events
        return snapshot
    }

    private func lookAtVantages() async -> [VantageSnapshot] {
        await withTaskGroup(of: (Int, VantageSnapshot).self) { group in
            for (rank, vantage) in run.vantages.enumerated() {
                group.addTask {
                    let (isRunning, status) = await (vantage.isRunning, vantage.status())
                    return (rank, VantageSnapshot(name: vantage.name, isRunning: isRunning, status: status))
                }
            }
            var looks: [(Int, VantageSnapshot)] = []
            for await look in group { looks.append(look) }
            return looks.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    /// A browser knows nothing of our zone, so the page is told where the name points.
    private func followName(of snapshot: LiveSnapshot) async {
        guard let region = snapshot.name.region, region != last?.name.region else { return }
        await attempt("pointing the demo page at \(region)") { try await page.point(at: region) }
    }

    package func killSeoul() async {
        guard await run.regions.seoul.database.isRunning else { return }
        note("you killed Seoul: SIGKILL to its server and to its database")
        await attempt("killing Seoul") { try await faults.inject(.regionKilled, at: run.regions.seoul.name) }
    }

    package func reviveSeoul() async {
        guard await !run.regions.seoul.database.isRunning else { return }
        note("you started Seoul again; nothing is rebuilt")
        await attempt("starting Seoul") { try await faults.heal(.regionKilled, at: run.regions.seoul.name) }
    }

    package func stop() async {
        await viewer.stop()
        await page.stop()
        await run.stop()
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
