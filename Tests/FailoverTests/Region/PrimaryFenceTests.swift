import Failover
import Testing

@Suite("Primary fence")
struct PrimaryFenceTests {
    private static let ours: UInt64 = 7_300_000_000_000_000_001

    private func database(_ timeline: UInt32, of cluster: UInt64 = ours) -> DatabaseIdentity {
        DatabaseIdentity(systemIdentifier: cluster, timeline: timeline)
    }

    private func successor(_ timeline: UInt32) -> PrimaryFence.Successor {
        .init(identity: database(timeline), peer: "tokyo")
    }

    @Test("a primary whose cluster lives on a higher timeline elsewhere is fenced, whichever report comes first")
    func fences() {
        var fence = PrimaryFence()
        #expect(fence.handle(.ownDatabaseReported(database(1), isPrimary: true)) == [])
        #expect(fence.handle(.peerReported(database(1), peer: "tokyo")) == [.remember])
        #expect(fence.handle(.peerReported(database(2), peer: "tokyo")) == [.remember, .fence(successor(2))])

        var other = PrimaryFence()
        #expect(other.handle(.peerReported(database(2), peer: "tokyo")) == [.remember])
        #expect(other.handle(.ownDatabaseReported(database(1), isPrimary: true)) == [.fence(successor(2))])
    }

    @Test("another cluster, a lower timeline and the same one fence nobody")
    func harmless() {
        var fence = PrimaryFence()
        _ = fence.handle(.ownDatabaseReported(database(5), isPrimary: true))
        for peer in [database(5), database(4), database(9, of: 1)] {
            _ = fence.handle(.peerReported(peer, peer: "tokyo"))
            #expect(fence.fencedBy == nil)
        }
    }

    @Test("what was learned stays: a peer that falls silent, goes back or restarts, and a restart of our own")
    func staysLearned() {
        var fence = PrimaryFence()
        _ = fence.handle(.ownDatabaseReported(database(1), isPrimary: true))
        _ = fence.handle(.peerReported(database(3), peer: "tokyo"))
        #expect(fence.handle(.peerReported(database(1), peer: "tokyo")) == [])
        #expect(fence.handle(.peerReported(database(3), peer: "tokyo")) == [])
        #expect(fence.fencedBy == successor(3))

        var restarted = PrimaryFence(restoring: fence.successors)
        #expect(restarted.handle(.ownDatabaseReported(database(1), isPrimary: true)) == [.fence(successor(3))])
    }

    @Test("a replica is not fenced; rebuilt and promoted above what was learned, it may write")
    func unfences() {
        var fence = PrimaryFence(restoring: [successor(2)])
        #expect(fence.handle(.ownDatabaseReported(database(1), isPrimary: true)) == [.fence(successor(2))])
        #expect(fence.handle(.ownDatabaseReported(database(2), isPrimary: false)) == [.unfence])
        #expect(fence.handle(.ownDatabaseReported(database(3), isPrimary: true)) == [])
        #expect(fence.fencedBy == nil)
    }

    @Test("an operator can undo what a peer reported by mistake")
    func forgets() {
        var fence = PrimaryFence(restoring: [successor(.max)])
        _ = fence.handle(.ownDatabaseReported(database(1), isPrimary: true))
        #expect(fence.handle(.forgottenByOrder) == [.remember, .unfence])
        #expect(fence.handle(.forgottenByOrder) == [])
    }

    @Test("a peer that reports ever new clusters cannot fill the memory, nor push our own out of it")
    func bounded() {
        var fence = PrimaryFence()
        _ = fence.handle(.ownDatabaseReported(database(1), isPrimary: true))
        _ = fence.handle(.peerReported(database(2), peer: "tokyo"))
        for cluster in 1...1_000 as ClosedRange<UInt64> {
            _ = fence.handle(.peerReported(database(9, of: cluster), peer: "tokyo"))
        }
        #expect(fence.successors.count == PrimaryFence.successorsMax)
        #expect(fence.fencedBy == successor(2))
    }
}
