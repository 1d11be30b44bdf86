internal import Daemon
internal import Logging
internal import Reactor

/// Tells whoever started the server how it is, all along.
struct SupervisorReports: Sendable {
    /// How often the words for `systemctl status` are looked after.
    private static let statusInterval: Duration = .seconds(1)

    private let supervisor: Supervisor
    private let plant: Plant

    init(_ supervisor: Supervisor, _ plant: Plant) { (self.supervisor, self.plant) = (supervisor, plant) }

    /// Four times between two words to the watchdog; nil when there is none.
    var pulseInterval: Duration? { supervisor.watchdog.map { $0 / 8 } }

    /// From now on, as long as the loop turns; called once every loop listens.
    ///
    /// "Ready" means listening and able to answer. It does not wait for the database: a server that starts while its
    /// region is in trouble must be there when the trouble ends, and not be started again and again.
    func start(on loop: isolated EventLoop) {
        tell(.ready, .status(standing))
        watch(standing, on: loop)
        if let watchdog = supervisor.watchdog { feed(watchdog, on: loop) }
    }

    func stopping() {
        plant.log.notice("draining")
        tell(.stopping, .status("draining"))
    }

    func reloading() { tell(.reloading(at: EventLoop.monotonicNow()), .status("reloading")) }

    /// Whatever came of it.
    func reloaded() { tell(.ready, .status(standing)) }

    /// Half of what the watchdog waits, as sd_watchdog_enabled(3) advises; a loop that has drained and ended is missed
    /// by nobody.
    private func feed(_ watchdog: Duration, on loop: isolated EventLoop) {
        if LoopPulse.areBeating(plant.pulses, within: watchdog / 2, at: EventLoop.monotonicNow()) {
            tell(.isAlive)
        } else {
            plant.log.error("a loop does not turn: the watchdog is not told that all is well")
        }
        loop.schedule(after: watchdog / 2) { feed(watchdog, on: loop) }
    }

    private func watch(_ before: String, on loop: isolated EventLoop) {
        let now = standing
        if now != before, !plant.state.isDraining { tell(.status(now)) }
        loop.schedule(after: Self.statusInterval) { watch(now, on: loop) }
    }

    private var standing: String {
        plant.state.isAdmitted ? "serving \(plant.configuration.region)" : "waiting for the database"
    }

    private func tell(_ facts: Supervisor.Fact...) {
        do throws(SystemError) { try supervisor.tell(facts) } catch {
            plant.log.warning("the supervisor cannot be told", metadata: ["error": "\(error)"])
        }
    }
}
