internal import Bytes
internal import Daemon
internal import Failover
internal import HTTPClient
internal import HTTPServer
internal import Reactor
internal import Synchronization

extension LoopService {
    /// Refuses what would write, where or while nothing may be written: nothing of the request has been done yet.
    func requireWritable(on loop: isolated EventLoop) throws(Problem) {
        guard plant.state.isAdmitted else { throw notAdmitted }
        let problem = writeRefusal(on: loop)
        guard let problem else { return }
        metrics.writesRefused.add(1, ordering: .relaxed)
        throw problem
    }

    /// Whether anything may be written: what the server writes of itself asks this too.
    var mayWrite: Bool {
        role.acceptsWrites && plant.regions.verdict(onReturnAt: returnedAsPrimary) == .allowed
    }

    /// Whether the database has just come back and the other regions have not been asked about it yet.
    var isUnproven: Bool {
        role.acceptsWrites && plant.regions.verdict(onReturnAt: returnedAsPrimary) == .unproven
    }

    /// Waits until the other regions have been asked, for as long as asking one may take.
    func awaitProof(on loop: isolated EventLoop) async {
        let end = EventLoop.monotonicNow() + PeerPoll.deadlines.total
        while isUnproven, EventLoop.monotonicNow() < end {
            do throws(CancellationError) { try await loop.sleep(for: .milliseconds(20)) } catch { return }
        }
    }

    /// What this region does, as it says in its answers: a primary that was left behind only reads.
    var mode: RegionRole.Mode {
        role.mode == .readWrite && plant.regions.leftBehind != nil ? .readOnly : role.mode
    }

    /// Says which region only reads and since when, for whoever wanted to write.
    func readOnlyRefusal(on loop: isolated EventLoop) -> Problem {
        Problem(
            .readOnlyRegion,
            "This region only reads now. Licenses and existing content info are served; repeat this later.",
            retryAfter: .seconds(30), members: whereabouts(since: role.since, on: loop))
    }

    private func writeRefusal(on loop: isolated EventLoop) -> Problem? {
        switch role.mode {
        case .readOnly: return readOnlyRefusal(on: loop)
        case .unknown:
            return Problem(.databaseUnavailable, "The database does not answer.", retryAfter: .seconds(5))
        case .readWrite: break
        }
        switch plant.regions.verdict(onReturnAt: returnedAsPrimary) {
        case .allowed: return nil
        case .leftBehind: return staleRefusal(on: loop)
        case .unproven:
            return Problem(
                .databaseUnavailable, "The database is back, and the other regions are being asked about it.",
                retryAfter: .seconds(1))
        }
    }

    private func staleRefusal(on loop: isolated EventLoop) -> Problem {
        Problem(
            .stalePrimary,
            "Another region's database has been promoted over this one: what is written here would be lost.",
            retryAfter: .seconds(30),
            members: whereabouts(since: plant.regions.leftBehind?.since ?? loop.now, on: loop))
    }

    /// Which region speaks, since when it is so, and who writes instead.
    private func whereabouts(since: Duration, on loop: isolated EventLoop) -> [Problem.Member] {
        let wall = Duration.seconds(Moment.now(on: loop).wall.seconds) - (loop.now - since)
        let lately = loop.now - configuration.peerInterval * 3 - PeerPoll.deadlines.total
        let members = [
            Problem.Member("region", plant.configuration.region), Problem.Member("since", InternetTime.format(wall)),
        ]
        guard let url = plant.regions.writableURL(heardSince: lately) else { return members }
        return members + [Problem.Member("writableRegion", url)]
    }

    private var notAdmitted: Problem {
        Problem(.databaseUnavailable, "The database has not admitted this server yet.", retryAfter: .seconds(5))
    }

    func metricsPage() -> MetricsPage {
        MetricsPage(
            region: plant.configuration.region, mode: mode.rawValue, loops: plant.metrics, lag: plant.regions.lag,
            shipping: plant.shipping, reloads: plant.reloads, accessLines: plant.accessLines,
            tls: plant.securedListeners.map(\.standing),
            workshop: plant.workshopStanding, census: plant.census.standing)
    }
}
