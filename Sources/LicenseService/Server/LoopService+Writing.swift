internal import Bytes
internal import Daemon
internal import Failover
internal import HTTPServer
internal import Reactor
internal import Synchronization

extension LoopService {
    /// Refuses what would write, where or while nothing may be written: nothing of the request has been done yet.
    func requireWritable(on loop: isolated EventLoop) throws(Problem) {
        guard plant.state.isAdmitted else { throw notAdmitted }
        guard !role.acceptsWrites else { return }
        metrics.writesRefused.add(1, ordering: .relaxed)
        guard role.mode == .readOnly else {
            throw Problem(.databaseUnavailable, "The database does not answer.", retryAfter: .seconds(5))
        }
        throw readOnlyRefusal(on: loop)
    }

    /// Says which region only reads and since when, for whoever wanted to write.
    func readOnlyRefusal(on loop: isolated EventLoop) -> Problem {
        let since = Duration.seconds(Moment.now(on: loop).wall.seconds) - (loop.now - role.since)
        return Problem(
            .readOnlyRegion,
            "This region only reads now. Licenses and existing content info are served; repeat this later.",
            retryAfter: .seconds(30),
            members: [.init("region", plant.configuration.region), .init("since", InternetTime.format(since))])
    }

    private var notAdmitted: Problem {
        Problem(.databaseUnavailable, "The database has not admitted this server yet.", retryAfter: .seconds(5))
    }

    func metricsPage() -> MetricsPage {
        MetricsPage(
            region: plant.configuration.region, mode: role.mode.rawValue, loops: plant.metrics, lag: health.lag,
            shipping: plant.shipping)
    }
}
