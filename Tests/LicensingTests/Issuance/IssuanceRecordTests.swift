import Bytes
import Licensing
import Testing

@Suite("Issuance record")
struct IssuanceRecordTests {
    private static let id = UUIDv7(0x019A0C5B_4000_7ABC_8123_456789ABCDEF)

    private func record(
        subject: String? = "user-1", tokenID: String? = "t-1", system: DRMSystem = .clearKey,
        outcome: IssuanceOutcome = .granted, keys: [IssuanceRecord.Key]? = nil
    ) throws -> IssuanceRecord {
        IssuanceRecord(
            id: try #require(Self.id), issuedAtMilliseconds: 1_762_920_000_123, region: "seoul",
            site: try Samples.site(), subject: subject, tokenID: tokenID, system: system, outcome: outcome,
            keys: try keys ?? [.init(Samples.keyIDs[0], of: Samples.content())],
            policyDigest: LicensePolicy.unlimited.digest)
    }

    @Test("every outcome and system is read back as it was written")
    func roundTrips() throws {
        for system in DRMSystem.allCases {
            for outcome in IssuanceOutcome.allCases {
                let record = try record(system: system, outcome: outcome)
                #expect(try IssuanceRecord(parsing: record.encoded) == record)
            }
        }
    }

    @Test(
        "texts are read back, also the missing, the empty and the longest one",
        arguments: [nil, "", "ü\u{0}", String(repeating: "x", count: 255)])
    func texts(text: String?) throws {
        let record = try record(subject: text, tokenID: text)
        #expect(try IssuanceRecord(parsing: record.encoded) == record)
    }

    @Test("a text that is too long is cut between two characters")
    func cuts() throws {
        let record = try record(subject: String(repeating: "€", count: 90))
        #expect(try IssuanceRecord(parsing: record.encoded).subject == String(repeating: "€", count: 85))
    }

    @Test("keys of one content, of several by turns and of none are read back")
    func keys() throws {
        let (a, b) = (try Samples.content("a"), try Samples.content("b"))
        let rows: [[ContentName?]] = [[], [a, a, a], [a, b, a, a], [nil, nil], [a, nil, a], [nil, b]]
        for contents in rows {
            let keys = contents.enumerated().map { IssuanceRecord.Key(Samples.keyIDs[$0], of: $1) }
            let record = try record(keys: keys)
            #expect(try IssuanceRecord(parsing: record.encoded) == record)
        }
    }

    @Test("contents are named once, in the order of their keys")
    func contents() throws {
        let (a, b) = (try Samples.content("a"), try Samples.content("b"))
        let keys = [b, a, b].enumerated().map { IssuanceRecord.Key(Samples.keyIDs[$0], of: $1) }
        #expect(try record(keys: keys).contents == [b, a])
    }

    @Test("the largest record stays under the limit")
    func largest() throws {
        let keys = try (0..<64).map { index in
            let name = String(repeating: "n", count: 198) + String(index + 10)
            return IssuanceRecord.Key(Samples.keyIDs[index], of: try ContentName(name))
        }
        let text = String(repeating: "t", count: 255)
        let bytes = try record(subject: text, tokenID: text, keys: keys).encoded
        #expect(bytes.count <= IssuanceRecord.byteCountMax)
        #expect(try IssuanceRecord(parsing: bytes).keys.count == 64)
    }

    @Test("a record cut short at any byte, or followed by one, is refused")
    func refusesPrefixes() throws {
        let bytes = try record().encoded
        for length in 0..<bytes.count {
            #expect(throws: Malformed.self) { try IssuanceRecord(parsing: Array(bytes.prefix(length))) }
        }
        #expect(throws: Malformed.self) { try IssuanceRecord(parsing: bytes + [0]) }
    }

    @Test("a record of another version is refused and not guessed at")
    func refusesOtherVersions() throws {
        for version: UInt8 in [0, 2, 255] {
            let bytes = [version] + (try record().encoded.dropFirst())
            #expect(throws: Malformed.self) { try IssuanceRecord(parsing: bytes) }
        }
    }

    @Test("a license is recorded with its subject, token, keys and policy")
    func granting() throws {
        let request = LicenseRequest(system: .clearKey, keyIDs: [Samples.keyIDs[0], Samples.keyIDs[1]])
        let found = [try Samples.found(0), try Samples.found(1)]
        let license = try judge(
            request, by: Samples.claims(), keys: found, policy: .unlimited, at: Samples.now)

        let bytes = IssuanceRecord.encoded(
            granting: license, id: try #require(Self.id), in: "tokyo", atMilliseconds: 5)
        let record = try IssuanceRecord(parsing: bytes)

        #expect(record.encoded == bytes)
        #expect(record.outcome == .granted && record.system == .clearKey && record.id == Self.id)
        #expect(record.subject == "user-1" && record.tokenID == "t-1")
        #expect(record.region == "tokyo" && record.issuedAtMilliseconds == 5)
        #expect(try record.keys == [0, 1].map { .init(Samples.keyIDs[$0], of: try Samples.content()) })
        #expect(record.policyDigest == LicensePolicy.unlimited.digest)
    }

    @Test("a refusal is recorded with what was asked for and why it was refused")
    func refusing() throws {
        let request = LicenseRequest(system: .widevine, keyIDs: [Samples.keyIDs[3]])
        let refused = RefusedLicense(request, by: try Samples.claims(), policy: .unlimited, because: .notEntitled)

        let record = IssuanceRecord(refusing: refused, id: try #require(Self.id), in: "tokyo", atMilliseconds: 5)

        #expect(record.outcome == .notEntitled && record.system == .widevine)
        #expect(record.keys == [.init(Samples.keyIDs[3], of: nil)])
        #expect(try IssuanceRecord(parsing: record.encoded) == record)
    }

    @Test("each refusal has an outcome of its own, spelled as it is read")
    func outcomes() {
        let outcomes = LicenseRefusal.allCases.map(IssuanceOutcome.init)
        #expect(Set(outcomes).count == LicenseRefusal.allCases.count && !outcomes.contains(.granted))
        #expect(IssuanceOutcome.allCases.allSatisfy { IssuanceOutcome(word: $0.word) == $0 })
    }
}
