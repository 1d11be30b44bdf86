/// What an honest world demands of the moves, told from what truly happened and from nothing a prober has seen.
struct Truth {
    let world: World
    let moves: [Diary.Move]

    /// How many moves the bound demands in this world: a check that demands nothing shows nothing.
    var demands: Int {
        world.main.stretches.count { deadlineOfOutage($0) != nil }
            + calms(shortest: 0).count { deadlineOfCalm($0) != nil }
    }

    private var window: Int { 180_000 }
    /// What one move may cost beyond the window, with the way of two testimonies between vantages.
    private var slack: Int { world.interval + world.timeout + 2 * (world.vantages.map(\.transit).max() ?? 0) }

    /// Everything that is wrong, in words.
    func complaints() -> [String] {
        moves.compactMap(tooEarly) + world.main.stretches.compactMap(tooLate)
            + calms(shortest: 0).compactMap(tooLateBack)
    }

    /// The times in which the main region is well, but for outages of less than `shortest`.
    private func calms(shortest: Int) -> [Range<Int>] {
        let outages = world.main.stretches.filter { $0.upperBound - $0.lowerBound > shortest }
        let starts = [0] + outages.map(\.upperBound)
        let ends = outages.map(\.lowerBound) + [Int.max]
        return zip(starts, ends).map { $0..<$1 }
    }

    /// A change shorter than this may fall between two looks, or between the last look before a crash and the next.
    private var unseen: Int { world.interval * (world.vantages[0].dead.stretches.isEmpty ? 1 : 3) }

    private func tooEarly(_ move: Diary.Move) -> String? {
        let causes = move.toMain ? calms(shortest: unseen) : world.main.stretches
        // Its last probe may have been on its way when the region turned.
        let last = causes.last { $0.lowerBound <= move.at }
        guard let last, last.upperBound - last.lowerBound >= window, move.at - last.lowerBound >= window else {
            return "moved to \(move.toMain ? "main" : "backup") at \(move.at) without \(window) ms of cause: \(causes)"
        }
        return nil
    }

    private func tooLate(_ outage: Range<Int>) -> String? {
        guard let deadline = deadlineOfOutage(outage) else { return nil }
        let isInTime = moves.contains { !$0.toMain && outage.contains($0.at) && $0.at <= deadline }
        return isInTime ? nil : "down since \(outage.lowerBound), and not moved by \(deadline)"
    }

    private func tooLateBack(_ calm: Range<Int>) -> String? {
        guard let deadline = deadlineOfCalm(calm) else { return nil }
        let isInTime = moves.contains { $0.toMain && calm.contains($0.at) && $0.at <= deadline }
        return isInTime ? nil : "well since \(calm.lowerBound), and not moved back by \(deadline)"
    }

    /// By when an outage must have moved the name; nil where the bound promises nothing.
    private func deadlineOfOutage(_ outage: Range<Int>) -> Int? {
        let deadline = outage.lowerBound + window + slack
        let backupIsWell = !world.backup.touches(max(0, outage.lowerBound - window)..<deadline)
        return backupIsWell && isDemanded(outage, toMain: false, by: deadline) ? deadline : nil
    }

    private func deadlineOfCalm(_ calm: Range<Int>) -> Int? {
        let deadline = calm.lowerBound + window + slack
        return isDemanded(calm, toMain: true, by: deadline) ? deadline : nil
    }

    /// Whether the bound holds here: the cause lasts, the name is at the other region, and the observer lives and sees.
    private func isDemanded(_ cause: Range<Int>, toMain: Bool, by deadline: Int) -> Bool {
        guard cause.upperBound >= deadline, deadline <= world.end else { return false }
        let wasAtMain = moves.last { $0.at < cause.lowerBound }?.toMain ?? true
        let span = max(0, cause.lowerBound - 2 * window)..<deadline
        return wasAtMain != toMain && !world.vantages[0].dead.touches(span)
            && !world.vantages[0].blind.touches(span)
    }
}
