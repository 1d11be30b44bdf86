internal import Failover
internal import Reactor

/// Looks at both regions at every point of the grid, and at one more moment when somebody asks for it.
///
/// A look waits for nobody: a probe that hangs ends at its own deadline, perhaps after the next look has begun.
final class ProbeRounds {
    /// Looks under way at once; a point of the grid that finds so many is left out, and counted.
    static let looksAtOnceMax = 4

    private let probes: PerRegion<RegionProbe>
    private let onLook: (Look) -> Void
    private var grid: ProbeGrid
    private var running = 0
    private var extra: TimerID?
    private var isStopped = false
    private(set) var skipped = 0

    init(_ probes: PerRegion<RegionProbe>, grid: ProbeGrid, onLook: @escaping (Look) -> Void) {
        (self.probes, self.grid, self.onLook) = (probes, grid, onLook)
    }

    /// The first look comes at once, so that a restart costs no cycle.
    func start(on loop: isolated EventLoop) {
        look(on: loop)
        scheduleNext(on: loop)
    }

    func stop(on loop: isolated EventLoop) {
        isStopped = true
        if let extra { loop.cancel(extra) }
    }

    /// Asks for one more look; replaces what was asked for before.
    func look(at moment: Duration, on loop: isolated EventLoop) {
        if let extra { loop.cancel(extra) }
        extra = loop.schedule(after: max(.zero, moment - EventLoop.monotonicNow())) { [weak self] in
            self?.extra = nil
            self?.look(on: loop)
        }
    }

    private func scheduleNext(on loop: isolated EventLoop) {
        loop.schedule(after: max(.zero, grid.next - EventLoop.monotonicNow())) { [weak self] in
            guard let self, !self.isStopped else { return }
            self.grid.advance(past: EventLoop.monotonicNow())
            self.look(on: loop)
            self.scheduleNext(on: loop)
        }
    }

    private func look(on loop: isolated EventLoop) {
        guard !isStopped else { return }
        guard running < Self.looksAtOnceMax else {
            skipped += 1
            return
        }
        running += 1
        Task {
            let other = Task { await probes.backup.run(on: loop) }
            let main = await probes.main.run(on: loop)
            let look = Look(outcomes: PerRegion(main: main, backup: await other.value))
            running -= 1
            if !isStopped { onLook(look) }
        }
    }
}
