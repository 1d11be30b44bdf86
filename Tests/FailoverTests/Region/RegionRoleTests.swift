import Failover
import Testing

@Suite("Region role")
struct RegionRoleTests {
    @Test("nothing is written before the database has said what it is")
    func startsClosed() {
        let role = RegionRole(at: .zero)

        #expect(!role.acceptsWrites)
        #expect(role.mode == .unknown)
    }

    @Test("a primary opens writes, a replica closes them, and a promotion opens them again without a restart")
    func followsTheDatabase() {
        var role = RegionRole(at: .zero)

        #expect(role.handle(.databaseReported(isInRecovery: false, at: .seconds(1))) == [.acceptWrites])
        #expect(role.handle(.databaseReported(isInRecovery: true, at: .seconds(2))) == [.refuseWrites])
        #expect(role.handle(.databaseReported(isInRecovery: false, at: .seconds(3))) == [.acceptWrites])
        #expect(role.mode == .readWrite)
        #expect(role.since == .seconds(3))
    }

    @Test("the same report again changes nothing, not even since when")
    func repeatsAreSilent() {
        var role = RegionRole(at: .zero)
        _ = role.handle(.databaseReported(isInRecovery: true, at: .seconds(1)))

        #expect(role.handle(.databaseReported(isInRecovery: true, at: .seconds(9))) == [])
        #expect(role.since == .seconds(1))
    }

    @Test("a write refused with 25006 closes writes at once, whatever was believed")
    func refusedWriteIsTheLastWord() {
        var role = RegionRole(at: .zero)
        _ = role.handle(.databaseReported(isInRecovery: false, at: .seconds(1)))

        #expect(role.handle(.writeRefusedAsReadOnly(at: .seconds(2))) == [.refuseWrites])
        #expect(role.mode == .readOnly)
    }

    @Test("a lost database closes writes, and losing a replica is not news to writers")
    func lostDatabase() {
        var primary = RegionRole(at: .zero)
        _ = primary.handle(.databaseReported(isInRecovery: false, at: .seconds(1)))
        var replica = RegionRole(at: .zero)
        _ = replica.handle(.databaseReported(isInRecovery: true, at: .seconds(1)))

        #expect(primary.handle(.databaseLost(at: .seconds(2))) == [.refuseWrites])
        #expect(replica.handle(.databaseLost(at: .seconds(2))) == [])
        #expect(primary.mode == .unknown)
        #expect(replica.mode == .unknown)
    }
}
