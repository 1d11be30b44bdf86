internal import Failover
internal import Reactor

/// Probes both regions at every point of the grid, and at one more moment when somebody asks for it.
///
/// A round waits for nobody: a probe that hangs ends at its own deadline, long after the next may have begun.
final class ProbeRounds {
    /// Probes of one region at once; a round that finds so many is left out, and counted.
    static let probesAtOnceMax = 4

    private let probes: [RegionProbe]
    private let onOutcome: (ProbeOutcome) -> Void
    private var grid: ProbeGrid
    private var running: [RegionChoice: Int] = [:]
    private var extra: TimerID?
    private var isStopped = false
    private(set) var skipped = 0

    init(
        _ probes: [RegionProbe], grid: ProbeGrid, onOutcome: @escaping (ProbeOutcome) -> Void
    ) {
        (self.probes, self.grid, self.onOutcome) = (probes, grid, onOutcome)
    }

    /// The first round comes at once, so that a restart costs no cycle.
    func start(on loop: isolated EventLoop) {
        probeAll(on: loop)
        scheduleNext(on: loop)
    }

    func stop(on loop: isolated EventLoop) {
        isStopped = true
        if let extra { loop.cancel(extra) }
    }

    /// Asks for one more round; replaces what was asked for before.
    func probe(at moment: Duration, on loop: isolated EventLoop) {
        if let extra { loop.cancel(extra) }
        extra = loop.schedule(after: max(.zero, moment - EventLoop.monotonicNow())) { [weak self] in
            self?.extra = nil
            self?.probeAll(on: loop)
        }
    }

    private func scheduleNext(on loop: isolated EventLoop) {
        loop.schedule(after: max(.zero, grid.next - EventLoop.monotonicNow())) { [weak self] in
            guard let self, !self.isStopped else { return }
            self.grid.advance(past: EventLoop.monotonicNow())
            self.probeAll(on: loop)
            self.scheduleNext(on: loop)
        }
    }

    private func probeAll(on loop: isolated EventLoop) {
        guard !isStopped else { return }
        for probe in probes {
            guard running[probe.region, default: 0] < Self.probesAtOnceMax else {
                skipped += 1
                continue
            }
            running[probe.region, default: 0] += 1
            Task {
                let outcome = await probe.run(on: loop)
                running[probe.region, default: 1] -= 1
                if !isStopped { onOutcome(outcome) }
            }
        }
    }
}
