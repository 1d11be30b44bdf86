import Foundation
import LocalRegions
import Testing

extension Scenarios {
    /// Small ones, so that little is too much, and apart.
    ///
    /// Where the disk is slower than the processor, players would run out of room before the loop runs out of time, and
    /// that says nothing of who goes first.
    private static let budgets = """
        limits:
          players: { waiting: 100000, lagSeconds: 0.2 }
          packagers: { lagSeconds: 0.02 }
          operators: { lagSeconds: 0.01 }

        """

    @Test("more players than a server can serve: some are served, fewer packagers, fewer operators still, probers all")
    func tooManyPlayers() async throws {
        try await withOverloadedRegion { region in
            let shed = try await region.shares(underFlood: \.license)

            #expect(shed.prober == 0)
            #expect(shed.player < 0.9)
            #expect(shed.player < shed.packager)
            #expect(shed.packager < shed.operator || shed.packager > 0.95)
        }
    }

    @Test("more packagers than a server can serve: they are shed, and hardly a player is")
    func tooManyPackagers() async throws {
        try await withOverloadedRegion { region in
            let shed = try await region.shares(underFlood: \.contents)

            #expect(shed.prober == 0)
            // Packagers run out of room too, of which operators have their own.
            #expect(shed.player < shed.packager / 2)
        }
    }

    /// What is shed says when to come back, and once it is over, everybody is served.
    private func withOverloadedRegion(_ story: (OverloadedRegion) async throws -> Void) async throws {
        try await withTwoRegions { regions in
            let film = try await regions.create("film")
            // One loop: of several, each would have a lag of its own, and every audience meet another mixture of them.
            try await regions.seoul.server.restart(
                adding: Self.budgets, replacing: "\nloops: 2\n", with: "\nloops: 1\n")
            let region = try await OverloadedRegion(regions, film: film)
            try await story(region)
            try await region.expectAllServed()
        }
    }
}
