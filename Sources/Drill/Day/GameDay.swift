internal import Bytes
package import Daemon
package import Reactor

/// Plays a plan against an installation that runs: load from the first second to the last, and one step after another.
package final class GameDay {
    /// A fault or heal that takes longer has failed.
    static let commandPatience: Duration = .seconds(120)
    /// How far beyond its target a move is waited for, so that the report says how late it was.
    static let grace: Duration = .seconds(60)

    private let plan: DrillPlan
    private let clock = DayClock()
    private let licenses: LicenseLoad
    private let packager: PackagerLoad?
    private let name: NameWatch
    private let say: (String) -> Void
    private var steps: [Record.StepTimes] = []

    /// - Parameters:
    ///   - environment: Where `credential:` references are looked up.
    ///   - say: Told about each thing that happens, a line each.
    package init(
        _ plan: DrillPlan, environment: [String: String], say: @escaping (String) -> Void
    ) throws(ConfigurationError) {
        self.plan = plan
        self.say = say
        let caller = try Caller(plan.service, timeout: plan.load.timeout)
        let token = try Self.word(plan.load.tokenFile, "load.tokenFile", environment)
        licenses = LicenseLoad(plan.load, token: token, caller: caller, clock: clock)
        packager = try plan.writes.map { [clock] writes throws(ConfigurationError) in
            let credential = try Self.word(writes.credentialFile, "writes.credentialFile", environment)
            let prefix = "drill-\(Int64(clamping: Int(clock.startMillisecondsSince1970)))"
            return PackagerLoad(writes, credential: credential, prefix: prefix, caller: caller, clock: clock)
        }
        name = NameWatch(caller, clock: clock)
    }

    /// Plays the day to its end, or to the cancellation of its task; what was seen until then is given back.
    package func play(on loop: isolated EventLoop) async -> Record {
        licenses.start(on: loop)
        packager?.start(on: loop)
        name.start(on: loop)
        for step in plan.steps where !Task.isCancelled { await play(step, on: loop) }
        // Outside this task, which may have been canceled: what is at hand is awaited all the same.
        await Task { await end(on: loop) }.value
        var record = Record()
        record.licenses = licenses.licenses.sorted { $0.due < $1.due }
        record.writes = packager?.record ?? []
        record.name = name.pointings
        record.alarms = plan.alarmsFile.map { AlarmsFile.read($0, clock) } ?? []
        record.steps = steps
        record.end = clock.now
        return record
    }

    private func play(_ step: DrillPlan.Step, on loop: isolated EventLoop) async {
        note("step ‘\(step.name)’ begins")
        var times = Record.StepTimes(began: clock.now, faulted: nil, healed: nil, ended: .zero)
        if let fault = step.fault {
            times.faulted = clock.now
            times.complaint = await run(fault, on: loop)
        }
        let later = step.laterFault.map { later in Task { await breakLater(later, on: loop) } }
        if step.expectation == .moves, let faulted = times.faulted {
            await wait(for: plan.service.backup, since: faulted, atMost: plan.targets.movesWithin, on: loop)
        }
        await sleep(step.lasts, on: loop)
        if let complaint = await later?.value { times.complaint = complaint }
        if let heal = step.heal {
            times.healed = clock.now
            times.complaint = await run(heal, on: loop) ?? times.complaint
        }
        if step.expectation == .moves, let healed = times.healed {
            await wait(for: plan.service.main, since: healed, atMost: plan.targets.returnsWithin, on: loop)
        }
        await sleep(step.settles, on: loop)
        times.ended = clock.now
        steps.append(times)
    }

    private func breakLater(_ later: DrillPlan.LaterFault, on loop: isolated EventLoop) async -> String? {
        await sleep(later.after, on: loop)
        return await run(later.command, on: loop)
    }

    /// What went wrong, or nil.
    private func run(_ command: String, on loop: isolated EventLoop) async -> String? {
        note("$ \(command)")
        let complaint = await Shell.complaint(of: command, within: Self.commandPatience, on: loop)
        if let complaint { note("  \(complaint)") }
        return complaint
    }

    private func wait(
        for region: String, since start: Duration, atMost limit: Duration, on loop: isolated EventLoop
    ) async {
        let end = start + limit + Self.grace
        while !licenses.wasServed(by: region, since: start), clock.now < end, !Task.isCancelled {
            await sleep(.milliseconds(100), on: loop)
        }
        let served = licenses.wasServed(by: region, since: start)
        note(served ? "\(region) serves by name, \((clock.now - start).inSeconds) later" : "\(region) does not serve")
    }

    /// Requests at hand get their time, then the contents are looked for.
    private func end(on loop: isolated EventLoop) async {
        licenses.stop(on: loop)
        packager?.stop(on: loop)
        name.stop(on: loop)
        while licenses.pendingCount > 0 || (packager?.pendingCount ?? 0) > 0 {
            await sleep(.milliseconds(50), on: loop)
        }
        await packager?.look(on: loop)
    }

    private func sleep(_ duration: Duration, on loop: isolated EventLoop) async {
        try? await loop.sleep(for: duration)  // A canceled day ends its step early; the record shows it.
    }

    private func note(_ line: String) { say("\(clock.now.inSeconds)  \(line)") }

    /// The file's only word: what an editor appended is not part of a token.
    private static func word(
        _ file: String, _ key: String, _ environment: [String: String]
    ) throws(ConfigurationError) -> String {
        let bytes = try SecretFile.read(file, for: key, environment: environment).withBytes { [UInt8](copying: $0) }
        return String(decoding: bytes.filter { $0 > 0x20 }, as: UTF8.self)
    }
}
