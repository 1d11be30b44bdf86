internal import Daemon
internal import Failover
internal import Synchronization

/// Has every loop ask its database at once when one of them has found it changed.
///
/// Each loop believes its own connections alone and would find out by itself, up to half a second later. Until then a
/// server would contradict itself: healthy and writable in one answer, read-only in the next.
final class RoleHint: Sendable {
    /// What was found last, by whichever loop; a loop that finds the same later tells nobody anything new.
    private let newest = Atomic<UInt8>(RegionRole.Mode.unknown.code)
    private let bulletin = Bulletin<Void>()

    /// A loop has found this, after it has thought otherwise.
    func note(_ mode: RegionRole.Mode) {
        let before = newest.exchange(mode.code, ordering: .relaxed)
        // Of a lost database there is nothing to ask.
        guard before != mode.code, mode != .unknown else { return }
        bulletin.publish(())
    }

    /// The number of the newest hint, once there is one after `seen`; nil when the server ends.
    func next(after seen: Int) async -> Int? { await bulletin.next(after: seen)?.issue }

    func close() { bulletin.close() }
}

extension RegionRole.Mode {
    fileprivate var code: UInt8 {
        switch self {
        case .unknown: 0
        case .readOnly: 1
        case .readWrite: 2
        }
    }
}
