package import Daemon
internal import FoundationEssentials

extension DrillPlan {
    package static func load(from path: String) throws(ConfigurationError) -> DrillPlan {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ConfigurationError("", "cannot read \(path)")
        }
        return try DrillPlan(text: String(decoding: data, as: UTF8.self))
    }

    /// - Parameter text: YAML, or JSON, which is a part of it. The environment overrides nothing: a drill is what its
    ///   plan says.
    package init(text: String) throws(ConfigurationError) {
        var settings = try SettingsReader(text: text, environment: [:])
        title = try settings.string("title")
        service = try settings.service("service")
        load = try settings.load("load")
        writes = try settings.writes("writes")
        alarmsFile = try settings.optionalString("alarmsFile")
        steps = try settings.steps("steps")
        targets = try settings.targets("targets")
        try settings.finish()
    }
}

extension SettingsReader {
    fileprivate mutating func service(_ key: String) throws(ConfigurationError) -> DrillPlan.Service {
        var section = try section(key)
        let service = DrillPlan.Service(
            url: try section.string("url"),
            nameServer: try section.optionalString("nameServer"),
            trustAnchorsFile: try section.optionalString("trustAnchorsFile"),
            main: try section.string("main"),
            backup: try section.string("backup"))
        try section.finish()
        return service
    }

    fileprivate mutating func load(_ key: String) throws(ConfigurationError) -> DrillPlan.Load {
        var section = try section(key)
        let load = DrillPlan.Load(
            path: try section.string("path"),
            body: try section.body("body"),
            tokenFile: try section.string("tokenFile"),
            requestsPerSecond: try section.integer(
                "requestsPerSecond", in: 1...DrillLimits.requestsPerSecondMax, default: 20),
            timeout: try section.seconds("timeoutSeconds", in: 0.1...60, default: .seconds(5)))
        try section.finish()
        return load
    }

    fileprivate mutating func writes(_ key: String) throws(ConfigurationError) -> DrillPlan.Writes? {
        guard var section = try optionalSection(key) else { return nil }
        let writes = DrillPlan.Writes(
            path: try section.string("path"),
            body: try section.body("body"),
            credentialFile: try section.string("credentialFile"),
            requestsPerMinute: try section.integer("requestsPerMinute", in: 1...6_000, default: 60))
        try section.finish()
        return writes
    }

    private mutating func body(_ key: String) throws(ConfigurationError) -> String {
        let text = try string(key)
        guard text.utf8.count <= DrillLimits.bodyBytesMax else {
            throw error(key, "must have at most \(DrillLimits.bodyBytesMax) bytes")
        }
        return text
    }

    fileprivate mutating func steps(_ key: String) throws(ConfigurationError) -> [DrillPlan.Step] {
        var steps: [DrillPlan.Step] = []
        for section in try sections(key) {
            var section = section
            steps.append(try section.step())
        }
        guard (1...DrillLimits.stepsMax).contains(steps.count) else {
            throw error(key, "must be 1 to \(DrillLimits.stepsMax) steps")
        }
        return steps
    }

    private mutating func step() throws(ConfigurationError) -> DrillPlan.Step {
        let known = DrillPlan.Step.Expectation.allCases.map(\.rawValue).joined(separator: " or ")
        let step = DrillPlan.Step(
            name: try string("name"),
            fault: try optionalString("fault"),
            laterFault: try laterFault("laterFault"),
            heal: try optionalString("heal"),
            expectation: try optional("expect", DrillPlan.Step.Expectation.init(rawValue:), known) ?? .stays,
            lasts: try seconds("lastsSeconds", in: 0...DrillLimits.stepSecondsMax, default: .seconds(30)),
            settles: try seconds("settlesSeconds", in: 0...DrillLimits.stepSecondsMax, default: .seconds(10)))
        try finish()
        return step
    }

    private mutating func laterFault(_ key: String) throws(ConfigurationError) -> DrillPlan.LaterFault? {
        guard var section = try optionalSection(key) else { return nil }
        let fault = DrillPlan.LaterFault(
            command: try section.string("command"),
            after: try section.seconds("afterSeconds", in: 0...DrillLimits.stepSecondsMax, default: .zero))
        try section.finish()
        return fault
    }

    fileprivate mutating func targets(_ key: String) throws(ConfigurationError) -> DrillPlan.Targets {
        var section = try section(key)
        let served = try section.optional("servedAfterMove", Double.init, "a share from 0 to 1") ?? 0.999
        guard (0...1).contains(served) else { throw section.error("servedAfterMove", "must be a share from 0 to 1") }
        let range = 0...DrillLimits.stepSecondsMax
        let targets = DrillPlan.Targets(
            movesWithin: try section.seconds("movesWithinSeconds", in: range, default: .seconds(246)),
            movesNotBefore: try section.seconds("movesNotBeforeSeconds", in: range, default: .zero),
            returnsWithin: try section.seconds("returnsWithinSeconds", in: range, default: .seconds(246)),
            returnsNotBefore: try section.seconds("returnsNotBeforeSeconds", in: range, default: .zero),
            servedAfterMove: served,
            failedOnReturnMax: try section.integer("failedOnReturnMax", in: 0...1_000_000, default: 0),
            lostWritesMax: try section.integer("lostWritesMax", in: 0...1_000_000, default: 0),
            alarmKinds: (try section.optionalString("alarmKinds") ?? "").split(separator: " ").map(String.init))
        try section.finish()
        return targets
    }
}
