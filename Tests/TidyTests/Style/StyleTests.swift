import Testing

@Suite("Style")
struct StyleTests {
    /// Where C calls and raw loads may be: each such place is marked by the compiler's own word.
    static let unsafeTargets: Set = ["Bytes", "Reactor", "Cryptography", "HTTPWire", "Postgres", "Mail", "YAML", "XML"]
    /// Where a span of time is what is tested: the pace of a client, or a while in which nothing may happen.
    static let filesThatSleep: Set<String> = [
        "Tests/HTTPServerTests/Abuse/HTTP2AbuseTests.swift",  // an attacker's pace
        "Tests/HTTPServerTests/Abuse/Player.swift",  // a player's pace
        "Tests/Scenarios/Life/ActivationStory.swift",  // a halted server sends no sign of life for a while
        "Tests/Scenarios/Overload/OverloadedRegion.swift",  // a share is one of a while
        "Tests/Scenarios/SlowClients/NoDescriptorsStory.swift",  // what the processor does in two seconds
        "Tests/Scenarios/SlowClients/SlowClientsStory.swift",  // a player before the attack, for a while
        "Tests/Scenarios/SlowClients/SteadyPlayer.swift",  // a player's pace
        "Tests/Scenarios/Soak/Disturber.swift",  // calm between disturbances
        "Tests/Scenarios/Soak/SoakRun.swift",  // the time between samples
    ]

    @Test("files are short enough to be one idea")
    func filesAreShort() {
        let exceptions = LengthLimits.longFiles

        let findings =
            Tree.sources.flatMap { tooLong($0, limit: LengthLimits.fileMax, exceptions: exceptions) }
            + Tree.tests.flatMap { tooLong($0, limit: LengthLimits.testFileMax, exceptions: exceptions) }

        expectNone(findings)
    }

    @Test("functions are short enough to be read at once")
    func functionsAreShort() {
        expectNone(Tree.swift.flatMap { longFunctions(in: $0, limit: LengthLimits.functionMax) })
    }

    @Test("the median file and the median function are short")
    func mediansAreShort() throws {
        let file = try #require(median(Tree.sources.map(\.lineCount)))
        let function = try #require(median(Tree.sources.flatMap(functions).map(\.length)))

        #expect(file <= LengthLimits.fileMedian)
        #expect(function <= LengthLimits.functionMedian)
    }

    @Test("lines fit")
    func linesFit() {
        let code = Tree.files.filter {
            $0.name.hasSuffix(".swift") || $0.name.hasSuffix(".h") || $0.name.hasSuffix(".sql")
        }

        expectNone(code.flatMap { longLines(in: $0, limit: LengthLimits.line) })
    }

    @Test("no file, folder or type is a drawer")
    func noDrawers() {
        expectNone(Tree.swift.flatMap { drawerPaths(in: $0) + drawerTypes(in: $0) })
    }

    @Test("no type is named like its module")
    func namesAreFree() {
        let modules = LawOfImports.ours.union(Tree.sources.compactMap(\.target))

        expectNone(Tree.swift.flatMap { typesNamedLikeModules(in: $0, modules: modules) })
    }

    @Test("the word unsafe stays where it may be")
    func unsafeStaysPut() {
        expectNone(Tree.sources.flatMap { unsafeWords(in: $0, allowedTargets: Self.unsafeTargets) })
    }

    @Test("no banned word")
    func noBannedWords() {
        let libraries = Tree.sources.filter { !BannedWords.commands.contains($0.target ?? "") }

        let findings =
            Tree.swift.flatMap { bannedWords(in: $0, BannedWords.inSwift) }
            + libraries.flatMap { bannedWords(in: $0, BannedWords.inSources) }

        expectNone(findings)
    }

    @Test("one spelling: American")
    func spellsAmerican() {
        expectNone(Tree.files.flatMap(britishWords))
    }

    @Test("a reminder names its issue")
    func remindersAreNumbered() {
        expectNone(Tree.files.flatMap(unnumberedTodos))
    }

    @Test("nothing names the place where it was written")
    func namesNoWorkplace() {
        expectNone(Tree.files.flatMap(workplacePaths))
    }

    @Test("no test sleeps")
    func nothingSleeps() {
        expectNone(Tree.tests.flatMap { sleeps(in: $0, allowedFiles: Self.filesThatSleep) })
    }

    @Test("a test is a sentence")
    func testsAreSentences() {
        expectNone(Tree.tests.flatMap(namelessTests))
    }
}
