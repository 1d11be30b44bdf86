internal import Bytes
internal import Cryptography
internal import Licensing

/// What must be the same in every region, for a player must not notice which of them answers.
///
/// Regions tell it to each other in `/health`, which strangers read too: so it is versions, digests of what is sent
/// anyway, and check values, from which nobody gets back to a secret.
struct Parity: Equatable, Sendable {
    /// The raw value stands in `/health`, in alarms and in runbooks.
    enum Fact: String, CaseIterable, Sendable {
        /// The program itself.
        case build
        case keyEncryptionKeys
        /// The versions of policy documents that are understood.
        case policySchema
        case widevineServiceCertificate
        /// What players may still encrypt to from before.
        case widevineFormerCertificates
        /// Without it a license of the other region is not renewed.
        case widevineRenewalSecrets
        /// Where players are told to renew.
        case widevineRenewalURL
        /// Whose devices get licenses: roots and revocations.
        case widevineTrust
        case playReadyServerKey
        /// The certificates that let responses be signed.
        case playReadySigner
        case playReadyTrust
        case fairPlayCertificates
        /// Where the keys of devices come from.
        case fairPlayDeviceKeys
        /// The names of the newest keys that all servers seal TLS sessions under.
        case ticketKeys
        /// Whose clients are believed by their certificates: authorities, and who is denied.
        case clientTrust
    }

    /// Far more than any fact of ours has, and little enough to be repeated.
    static let wordBytesMax = 64
    /// So little that all of ours leave `/health` its size.
    static let ownWordBytesMax = 28
    /// As many as the file has that `evergrant ticket-keys rotate` writes every eight hours.
    static let ticketKeysMax = 4

    private(set) var words: [Fact: String] = [:]

    init(_ words: [Fact: String] = [:]) {
        for (fact, word) in words { self[fact] = word }
    }

    subscript(fact: Fact) -> String? {
        get { words[fact] }
        set { words[fact] = newValue.map { String($0.prefix(Self.ownWordBytesMax)) } }
    }

    /// Enough of a digest to tell two apart that nobody made to be mistaken for each other.
    static func digest(of bytes: [UInt8]) -> String { Hex.encode(SHA256.digest(bytes).prefix(8)) }

    /// The same for several, whose order means nothing.
    static func digest(ofEach parts: [[UInt8]]) -> String {
        digest(of: parts.map { digest(of: $0) }.sorted().flatMap { Array($0.utf8) })
    }

    /// By what two regions see whether they have the same secret; HKDF is one-way (RFC 5869).
    static func checkValue(of secret: Secret) -> String {
        let value = try? HKDF.deriveSHA256(key: secret, salt: [], info: Array("evergrant v1 parity".utf8), count: 8)
        return value.map { $0.withBytes { Hex.encode([UInt8](copying: $0)) } } ?? ""
    }

    /// The versions of secrets as far as there is room, behind a digest of their check values.
    static func word(for ring: KeyRing) -> String {
        let checks = ring.keys.map { "\($0.version):\(checkValue(of: $0.secret))" }
        let versions = ring.keys.map { String($0.version) }.joined(separator: ",")
        return digest(of: Array(checks.joined(separator: ",").utf8)) + " " + versions
    }

    /// What is not the same there; what is configured in one region only is not the same either.
    ///
    /// - Parameter other: Nil when the region does not say, as programs before this one did not.
    func differences(from other: Parity?) -> [Fact] {
        guard let other else { return [.build] }
        return Fact.allCases.filter { fact in
            // Which build it is takes a moment to find out.
            if fact == .build, words[fact] == nil || other.words[fact] == nil { return false }
            return fact == .ticketKeys ? !sharesTicketKey(with: other) : words[fact] != other.words[fact]
        }
    }

    /// A new key reaches one server after the other, an hour and more before its turn: an older one in common will do.
    private func sharesTicketKey(with other: Parity) -> Bool {
        let names = [self, other].map { Set(($0[.ticketKeys] ?? "").split(separator: ",")) }
        return names[0] == names[1] || !names[0].isDisjoint(with: names[1])
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
