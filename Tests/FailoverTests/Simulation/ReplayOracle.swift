/// When the name should have moved, told from the whole diary by brute force.
///
/// Nothing is remembered from one moment to the next but the moments themselves: what a vantage thinks, what the quorum
/// thinks and since when is looked up again in the whole history at each line. Slow, and hard to get wrong.
struct ReplayOracle {
    /// What became known, or ceased to be: `spoken` is nil when a vantage fell silent.
    private struct Moment {
        var instant: Int
        var vantage: Int
        var spoken: Diary.Spoken?
    }

    private enum Standing { case healthy, failing, undecided }

    let world: World
    var window = 180_000
    private var moments: [Moment] = []
    /// How often the main and the backup region's standing changed, and from when each holds.
    private var mainRuns: [(standing: Standing, since: Int)] = [(.undecided, 0)]
    private var backupNow = Standing.undecided
    private var toMain = true
    private var othersMovedAt = 0
    private var hold: ScriptedOrder?
    private(set) var moves: [Diary.Move] = []
    private(set) var refusals: [Int] = []

    private var lifetime: Int { 2 * world.interval + world.timeout }

    init(_ world: World) { self.world = world }

    mutating func replay(_ diary: Diary) {
        for index in diary.lines.indices {
            let (now, line) = diary.lines[index]
            if line == .restarted(sameBoot: false) { forgetEverything(at: now) }
            if case .restarted = line { continue }
            noteSilences(before: now)
            take(line, index: index, at: now)
            decide(line: index, at: now)
        }
    }

    private mutating func take(_ line: Diary.Line, index: Int, at now: Int) {
        switch line {
        case .heard(let spoken): note(spoken, at: now)
        case .order(let order): obey(order, index: index, at: now)
        case .nothing, .restarted: break
        }
    }

    // MARK: Moments

    /// What `vantage` had said last after the first `end` moments, unless it had fallen silent.
    private func lastWord(of vantage: Int, upTo end: Int) -> Diary.Spoken? {
        var index = end
        while index > 0 {
            index -= 1
            if moments[index].vantage == vantage { return moments[index].spoken }
        }
        return nil
    }

    private mutating func noteSilences(before now: Int) {
        var silent: [Moment] = []
        for vantage in world.vantages.indices {
            guard let last = lastWord(of: vantage, upTo: moments.count) else { continue }
            let end = last.started + lifetime
            if end < now { silent.append(Moment(instant: end, vantage: vantage)) }
        }
        for moment in silent.sorted(by: { $0.instant < $1.instant }) { append(moment) }
    }

    private mutating func note(_ spoken: Diary.Spoken, at now: Int) {
        guard spoken.started <= spoken.finished, spoken.finished <= now, spoken.started >= now - lifetime else {
            return
        }
        if let last = lastWord(of: spoken.vantage, upTo: moments.count) {
            guard last.started < spoken.started else { return }
            if spoken.started - last.started > 2 * world.interval {
                append(Moment(instant: spoken.started, vantage: spoken.vantage))
            }
        }
        append(Moment(instant: spoken.started, vantage: spoken.vantage, spoken: spoken))
    }

    private mutating func append(_ moment: Moment) {
        moments.append(moment)
        backupNow = standing(isAboutMain: false, upTo: moments.count)
        let main = standing(isAboutMain: true, upTo: moments.count)
        guard let last = mainRuns.last, last.standing != main else { return }
        mainRuns.append((main, max(moment.instant, last.since, lastToJoin(main))))
    }

    private mutating func forgetEverything(at now: Int) {
        moments = []
        (mainRuns, backupNow, othersMovedAt) = ([(.undecided, now)], .undecided, 0)
    }

    // MARK: What was thought after so many moments

    /// What `vantage` thought of a region; nil for no witness.
    private func opinion(of vantage: Int, isAboutMain: Bool, upTo end: Int) -> Diary.Found? {
        guard let word = lastWord(of: vantage, upTo: end) else { return nil }
        if word.main == .nothing, word.backup == .nothing { return nil }
        return (isAboutMain ? word.main : word.backup) == .good ? .good : .bad
    }

    private func standing(isAboutMain: Bool, upTo end: Int) -> Standing {
        var (good, bad) = (0, 0)
        for vantage in world.vantages.indices {
            switch opinion(of: vantage, isAboutMain: isAboutMain, upTo: end) {
            case .good: good += 1
            case .bad: bad += 1
            default: break
            }
        }
        return bad > good ? .failing : good > bad ? .healthy : .undecided
    }

    /// When the last of those who agree on the main region now began to think so.
    private func lastToJoin(_ standing: Standing) -> Int {
        guard standing != .undecided else { return 0 }
        let wanted = standing == .healthy ? Diary.Found.good : .bad
        var latest = 0
        for vantage in world.vantages.indices {
            var end = moments.count
            guard opinion(of: vantage, isAboutMain: true, upTo: end) == wanted else { continue }
            while end > 1, opinion(of: vantage, isAboutMain: true, upTo: end - 1) == wanted { end -= 1 }
            latest = max(latest, moments[end - 1].instant)
        }
        return latest
    }

    // MARK: Decisions

    private mutating func obey(_ order: ScriptedOrder, index: Int, at now: Int) {
        switch order {
        case .adoptedMain, .adoptedBackup:
            guard toMain != (order == .adoptedMain) else { return }
            (toMain, othersMovedAt) = (!toMain, now)
        case .forceMain(false) where mainRuns.last?.standing == .failing: refusals.append(index)
        case .forceBackup(false) where backupNow == .failing: refusals.append(index)
        case .freeze, .forceMain, .forceBackup: hold = order
        case .release: hold = nil
        }
    }

    private mutating func decide(line: Int, at now: Int) {
        switch hold {
        case .forceMain: move(toMain: true, line: line, at: now)
        case .forceBackup: move(toMain: false, line: line, at: now)
        case nil where shouldMove(at: now): move(toMain: !toMain, line: line, at: now)
        default: break
        }
    }

    private mutating func move(toMain choice: Bool, line: Int, at now: Int) {
        guard choice != toMain else { return }
        toMain = choice
        moves.append(.init(line: line, at: now, toMain: choice))
    }

    private func shouldMove(at now: Int) -> Bool {
        guard let run = mainRuns.last, run.standing == (toMain ? .failing : .healthy) else { return false }
        if toMain, backupNow == .failing { return false }
        let end = max(run.since, othersMovedAt) + window
        var (proven, all) = (0, 0)
        for vantage in world.vantages.indices {
            guard let opinion = opinion(of: vantage, isAboutMain: true, upTo: moments.count) else { continue }
            all += 1
            let hasLooked = (lastWord(of: vantage, upTo: moments.count)?.started ?? 0) >= end
            if opinion == (toMain ? .bad : .good), hasLooked { proven += 1 }
        }
        return proven > 0 && (proven * 2 > all || now >= end + world.timeout)
    }
}
