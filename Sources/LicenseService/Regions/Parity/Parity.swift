internal import Bytes
internal import Cryptography

/// What must be the same in every region, for a player must not notice which of them answers.
///
/// Regions tell it to each other in `/health`, which strangers read too: so it is versions, and digests of what
/// players are sent anyway.
struct Parity: Equatable, Sendable {
    /// The raw value stands in `/health`, in alarms and in runbooks.
    enum Fact: String, CaseIterable, Sendable {
        /// The program itself.
        case build
        /// The versions of the key-encryption keys.
        case keyEncryptionKeys
        /// The versions of policy documents that are understood.
        case policySchema
        case widevineServiceCertificate
        /// Whose devices get licenses: roots and revocations.
        case widevineTrust
        case playReadyServerKey
        case playReadyTrust
        case fairPlayCertificates
    }

    /// Far more than any fact of ours has, and little enough to be repeated.
    static let wordBytesMax = 64

    private(set) var words: [Fact: String] = [:]

    init(_ words: [Fact: String] = [:]) { self.words = words }

    subscript(fact: Fact) -> String? {
        get { words[fact] }
        set { words[fact] = newValue.map { String($0.prefix(Self.wordBytesMax)) } }
    }

    /// Enough of a digest to tell two apart that nobody made to be mistaken for each other.
    static func digest(of bytes: [UInt8]) -> String { Hex.encode(SHA256.digest(bytes).prefix(8)) }

    /// The same for several, whose order means nothing.
    static func digest(ofEach parts: [[UInt8]]) -> String {
        digest(of: parts.map { digest(of: $0) }.sorted().flatMap { Array($0.utf8) })
    }

    /// What is not the same there; what is configured in one region only is not the same either.
    ///
    /// - Parameter other: Nil when the region does not say, as programs before this one did not.
    func differences(from other: Parity?) -> [Fact] {
        guard let other else { return [.build] }
        return Fact.allCases.filter { fact in
            // Which build it is takes a moment to find out.
            if fact == .build, words[fact] == nil || other.words[fact] == nil { return false }
            return words[fact] != other.words[fact]
        }
    }
}

extension Parity {
    /// Nil for what no server of ours would say; facts of later versions are passed over.
    init?(_ json: JSONObject) {
        for fact in Fact.allCases {
            guard json.contains(fact.rawValue) else { continue }
            guard let word = try? json.string(fact.rawValue), word.utf8.count <= Self.wordBytesMax else { return nil }
            words[fact] = word
        }
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            for fact in Fact.allCases { if let word = words[fact] { json.member(fact.rawValue, word) } }
        }
    }

    /// The names of all that differs, the clock included.
    ///
    /// - Parameters:
    ///   - now: Of our clock, in milliseconds since 1970, when the report came.
    ///   - took: From the question to the report.
    func differences(from report: PeerReport, at now: Int64, took: Duration) -> [String] {
        var names = differences(from: report.parity).map(\.rawValue)
        let clock = report.time.map { ClockDifference(theirs: $0, ours: now, took: took) }
        if let clock, !clock.isBearable { names.append("clock") }
        return names
    }
}
