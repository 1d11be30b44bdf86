import Testing

/// A way in which a good history can be spoiled, and what a checker must say then.
struct BrokenHistory: CustomTestStringConvertible, Sendable {
    let promise: Violation.Promise
    let testDescription: String
    let change: @Sendable (inout Evidence) -> Void

    init(
        _ promise: Violation.Promise, _ description: String, _ change: @escaping @Sendable (inout Evidence) -> Void
    ) {
        self.promise = promise
        testDescription = description
        self.change = change
    }

    static let all = writes + contents + refusals + records

    private static let writes = [
        BrokenHistory(.writeWhereNobodyWrites, "Tokyo answers 201") { evidence in
            evidence.put("tokyo-film", [.video])
            evidence.operations.append(.write("tokyo-film", .acknowledged(.content([.video])), at: "tokyo"))
        },
        BrokenHistory(.writeWhereNobodyWrites, "Seoul says read-only and 201") { evidence in
            var acknowledgment = Acknowledgment.content([.video, .audio])
            acknowledgment.mode = "read-only"
            evidence.operations.append(.write("film", .acknowledged(acknowledgment)))
        },
        BrokenHistory(.changedRole, "Tokyo became a primary") { $0.replica.isInRecovery = false },
        BrokenHistory(.divergedReplica, "another row in Tokyo") { $0.replica.digest = "other" },
        BrokenHistory(.divergedReplica, "another timeline in Tokyo") { $0.replica.timeline = "2" },
        BrokenHistory(.doneThoughRefused, "refused and there") { evidence in
            evidence.operations.append(.write("refused", .refused(status: 503, problem: "read-only-region")))
            evidence.put("refused", [.video])
        },
    ]

    private static let contents = [
        BrokenHistory(.lostContent, "gone from the primary") { $0.primary.contents["film"] = nil },
        BrokenHistory(.lostContent, "gone from the replica") { $0.replica.contents["film"] = nil },
        BrokenHistory(.otherKeys, "a key is missing") { $0.replica.contents["film"] = [.video] },
        BrokenHistory(.otherKeys, "the same key ID with another key in Tokyo") { evidence in
            evidence.replica.contents["film"] = [.video, HeldKey(keyID: HeldKey.audio.keyID, fingerprint: "ff")]
        },
        BrokenHistory(.otherKeys, "a repeated PUT has other keys") { evidence in
            evidence.operations.append(.write("film", .acknowledged(.content([.video]))))
        },
        BrokenHistory(.otherKeys, "a reader gets other keys") { evidence in
            evidence.operations.append(.read("film", .acknowledged(.content([.video])), at: "tokyo"))
        },
        BrokenHistory(.notDurable, "404 where it was said to be") { evidence in
            evidence.operations.append(.read("film", .refused(status: 404, problem: "not-found"), at: "tokyo"))
        },
    ]

    private static let refusals = [
        BrokenHistory(.notDurable, "a player is refused where the content was said to be") { evidence in
            evidence.operations.append(.license("film", .refused(status: 403, problem: "not-entitled")))
        }
    ]

    private static let records = [
        BrokenHistory(.unrecordedLicense, "the record is nowhere") { $0.primary.recordCounts["r1"] = nil },
        BrokenHistory(.unrecordedLicense, "the answer names no record") { evidence in
            evidence.operations.append(.license("film", record: nil, keys: [.video]))
        },
        BrokenHistory(.otherLicense, "a license with a key of another content") { evidence in
            let other = HeldKey(keyID: HeldKey.video.keyID, fingerprint: "ff")
            evidence.operations.append(.license("film", record: "r1", keys: [other]))
        },
        BrokenHistory(.repeatedRecord, "the record is there twice") { $0.primary.recordCounts["r1"] = 2 },
        BrokenHistory(.repeatedRecord, "one record in two places") { $0.primary.chains["j1"]?.distinctCount = 1 },
        BrokenHistory(.brokenJournal, "an edited journal") { $0.journals[0].isIntact = false },
        BrokenHistory(.unshippedJournal, "a record stays behind") { $0.journals[0].durable = 3 },
        BrokenHistory(.brokenChain, "a gap") { $0.primary.chains["j1"]?.first = 2 },
        BrokenHistory(.brokenChain, "a record was marked as shipped and is not there") { evidence in
            evidence.primary.chains["j1"] = ChainFacts(count: 1, distinctCount: 1, first: 1, last: 1, lastHash: "h1")
        },
        BrokenHistory(.brokenChain, "none of the records is there") { $0.primary.chains = [:] },
        BrokenHistory(.brokenChain, "another hash at the end") { $0.primary.chains["j1"]?.lastHash = "h3" },
        BrokenHistory(.brokenChain, "records of a journal that nobody keeps") { evidence in
            evidence.primary.chains["j9"] = ChainFacts(count: 1, distinctCount: 1, first: 1, last: 1, lastHash: "h")
        },
    ]
}

extension Evidence {
    /// A film is made, made again, read and watched; another is refused.
    static let kept = Evidence(
        primary: .holding("seoul", isInRecovery: false), replica: .holding("tokyo", isInRecovery: true),
        journals: [
            JournalFacts(region: "seoul", instance: "j1", isIntact: true, durable: 2, shipped: 2, lastHash: "h2"),
            JournalFacts(region: "tokyo", instance: "j2", isIntact: true, durable: 0, shipped: 0, lastHash: ""),
        ],
        operations: [
            .write("film", .acknowledged(.content([.video, .audio]))),
            .write("film", .acknowledged(.content([.video, .audio]))),
            .write("series", .refused(status: 503, problem: "read-only-region"), at: "tokyo"),
            .read("film", .acknowledged(.content([.video, .audio])), at: "tokyo"),
            .read("film", .refused(status: 404, problem: "not-found"), at: "tokyo", invokedAt: .zero),
            .license("film", record: "r1", keys: [.video]),
            .license("film", record: "r2", keys: [.video, .audio]),
        ])

    mutating func put(_ content: String, _ keys: Set<HeldKey>) {
        primary.contents[content] = keys
        replica.contents[content] = keys
    }
}

extension RegionFacts {
    fileprivate static func holding(_ region: String, isInRecovery: Bool) -> RegionFacts {
        RegionFacts(
            region: region, wasInRecovery: isInRecovery, isInRecovery: isInRecovery, timeline: "1",
            contents: ["film": [.video, .audio]], recordCounts: ["r1": 1, "r2": 1],
            chains: ["j1": ChainFacts(count: 2, distinctCount: 2, first: 1, last: 2, lastHash: "h2")], digest: "same")
    }
}

extension HeldKey {
    static let video = HeldKey(keyID: "01", fingerprint: "a1")
    static let audio = HeldKey(keyID: "02", fingerprint: "a2")
}

extension Acknowledgment {
    static func content(_ keys: Set<HeldKey>) -> Acknowledgment {
        Acknowledgment(status: 201, mode: "read-write", keys: keys, durableIn: ["seoul", "tokyo"])
    }
}

extension Operation {
    static func write(_ content: String, _ outcome: Outcome, at region: String = "seoul") -> Operation {
        Operation(
            client: "packager", region: region, request: .put(content: content), invokedAt: .seconds(1),
            completedAt: .seconds(2), outcome: outcome)
    }

    static func read(
        _ content: String, _ outcome: Outcome, at region: String, invokedAt: Duration = .seconds(3)
    ) -> Operation {
        Operation(
            client: "packager", region: region, request: .read(content: content), invokedAt: invokedAt,
            completedAt: .seconds(4), outcome: outcome)
    }

    static func license(_ content: String, record: String?, keys: Set<HeldKey>) -> Operation {
        license(content, .acknowledged(Acknowledgment(keys: keys, record: record)))
    }

    static func license(_ content: String, _ outcome: Outcome) -> Operation {
        Operation(
            client: "player", region: "tokyo", request: .license(content: content), invokedAt: .seconds(3),
            completedAt: .seconds(4), outcome: outcome)
    }
}
