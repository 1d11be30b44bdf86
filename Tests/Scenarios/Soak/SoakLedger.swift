import Foundation

/// Who asked, which decides what may go wrong.
enum SoakAsker: String, Sendable, CaseIterable {
    /// A load generator with one key that every loop knows: a database that is away is nothing to it.
    case repeated
    /// A player whose key has to be read, over a connection of its own.
    case player
    case packager
}

/// An answer that was not the one that was wanted.
struct SoakTrouble: Sendable {
    let asker: SoakAsker
    let region: String
    /// "503 database-unavailable", or why there was no answer.
    let outcome: String
    let from: Date
    let until: Date
}

/// A stretch in which something was done to a region.
struct SoakDisturbance: Sendable {
    let region: String
    let what: String
    let from: Date
    /// When the region was healthy again.
    let until: Date
    /// Whether its database was away.
    let takesDatabase: Bool
}

/// Everything that was answered and everything that was done.
actor SoakLedger {
    private(set) var answers: [SoakAsker: Int] = [:]
    private(set) var troubles: [SoakTrouble] = []
    private(set) var disturbances: [SoakDisturbance] = []
    /// Everybody finishes what is begun and begins nothing more: a client that is cut off would count as an error.
    private(set) var isOver = false

    /// Troubles that are remembered one by one; far more than a run that passes has.
    private static let troublesMax = 200_000
    /// A question waits for the database this long, and may have been asked just before.
    private static let patience: TimeInterval = 4

    func end() { isOver = true }

    func count(_ asker: SoakAsker, _ answers: Int) { self.answers[asker, default: 0] += answers }

    func note(_ trouble: SoakTrouble) {
        if troubles.count < Self.troublesMax { troubles.append(trouble) }
    }

    func note(_ disturbance: SoakDisturbance) { disturbances.append(disturbance) }

    /// What a disturbance does not explain.
    var unexplained: [SoakTrouble] { troubles.filter { !isExplained($0) } }

    /// While a database is away, who needs it is told so in the documented way; nobody else notices anything, ever.
    private func isExplained(_ trouble: SoakTrouble) -> Bool {
        guard trouble.asker != .repeated, trouble.outcome == "503 database-unavailable" else { return false }
        return disturbances.contains { disturbance in
            disturbance.takesDatabase && disturbance.region == trouble.region && disturbance.from <= trouble.until
                && trouble.from <= disturbance.until.addingTimeInterval(Self.patience)
        }
    }

    /// How many troubles there were of each kind.
    var summary: [String: Int] {
        troubles.reduce(into: [:]) { $0["\($1.asker.rawValue) at \($1.region): \($1.outcome)", default: 0] += 1 }
    }
}
