/// What the clients saw and what was found when all was quiet again.
struct Evidence: Sendable {
    /// Before the first and after the last operation; their databases keep their roles for the whole time between.
    var primary: RegionFacts
    var replica: RegionFacts
    var journals: [JournalFacts]
    var operations: [Operation]
}

/// What one region holds once every fault is healed and its replica has caught up.
struct RegionFacts: Equatable, Sendable {
    var region: String
    /// What its database said of itself, before and after.
    var wasInRecovery: Bool
    var isInRecovery: Bool
    /// PostgreSQL's: a promotion begins a new one.
    var timeline: String
    /// What the region's own server answers for each content that its database names.
    var contents: [String: Set<HeldKey>]
    /// How often each of the asked records is there.
    var recordCounts: [String: Int]
    var chains: [String: ChainFacts]
    /// Over every row of every table that licenses and packagers write.
    var digest: String
}

/// What a database holds of one journal.
struct ChainFacts: Equatable, Sendable {
    var count: Int
    /// Rows of different records; less than `count` when one was recorded in two places.
    var distinctCount: Int
    var first: Int
    var last: Int
    /// Chain hash of the last one.
    var lastHash: String
}

/// What `evergrant journal verify` says of one journal.
struct JournalFacts: Equatable, Sendable {
    var region: String
    var instance: String
    var isIntact: Bool
    /// Sequences.
    var durable: Int
    var shipped: Int
    /// Empty when there are no records.
    var lastHash: String
}
