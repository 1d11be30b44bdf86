import Bytes
import LicenseStore
import Licensing

/// Records of one journal.
struct IssuanceSample {
    let instance = UInt128.random(in: 1 ... .max)
    private var generator = UUIDv7Generator()
    private var random = SystemRandomNumberGenerator()
    private var sequence: UInt64 = 0

    mutating func entry(
        site: SiteName, contents: [ContentName] = [], keyIDs: [KeyID] = [Sample.keyID()], subject: String? = "ann",
        region: String = "tokyo", at milliseconds: Int64 = 1_800_000_000_000, outcome: IssuanceOutcome = .granted
    ) -> IssuanceEntry {
        sequence += 1
        let keys = keyIDs.enumerated().map { index, keyID in
            IssuanceRecord.Key(keyID, of: contents.isEmpty ? nil : contents[index % contents.count])
        }
        let record = IssuanceRecord(
            id: generator.next(at: milliseconds, using: &random), issuedAtMilliseconds: milliseconds, region: region,
            site: site, subject: subject, tokenID: "t-\(sequence)", system: .clearKey, outcome: outcome, keys: keys,
            policyDigest: Sample.digest(3))
        return IssuanceEntry(sequence: sequence, chainHash: Sample.bytes(32), record: record)
    }
}
