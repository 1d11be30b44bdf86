import Failover
import Testing

@testable import LicenseService

@Suite("What one loop tells the others of the database")
struct RoleHintTests {
    @Test(
        "a change is told once, whichever loops find it, and nobody is sent to a database that is lost",
        arguments: [
            ([.readWrite], 1), ([.readWrite, .readWrite, .readWrite], 1), ([.readOnly, .readWrite], 2),
            ([.readWrite, .unknown], 1), ([.unknown, .unknown], 0),
            // All lose it and find it again, one after the other.
            ([.readWrite, .unknown, .unknown, .readWrite, .readWrite], 2),
        ] as [([RegionRole.Mode], Int)])
    func tellsOnce(found: [RegionRole.Mode], hints: Int) async {
        let hint = RoleHint()

        for mode in found { hint.note(mode) }

        #expect(await newest(of: hint) == hints)
    }

    @Test("whoever waits is told at once, and of the end")
    func wakes() async {
        let hint = RoleHint()
        let waiting = (0..<3).map { _ in Task { await hint.next(after: 0) } }

        hint.note(.readOnly)
        for task in waiting { #expect(await task.value == 1) }

        let last = Task { await hint.next(after: 1) }
        hint.close()
        #expect(await last.value == nil)
    }

    /// How many hints there were: a closed one gives no more, so one is added that is known.
    private func newest(of hint: RoleHint) async -> Int {
        hint.note(.unknown)
        hint.note(.readOnly)
        return (await hint.next(after: 0) ?? 0) - 1
    }
}
