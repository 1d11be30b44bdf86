internal import Bytes
internal import LicenseStore
internal import Licensing

/// What was read for one request, which is judged with it even if the caches have forgotten it by then.
///
/// They are bounded, so between reading and judging others may push out what this request waits for.
struct JustRead {
    var verifier: Finding<LearnedVerifier> = .unknown
    var policies: Finding<SitePolicies> = .unknown
    private var keyIDs: [KeyID] = []
    private var rows: [ContentKeyRow] = []

    init() {}

    init(_ rows: [ContentKeyRow], of keyIDs: [KeyID]) { (self.rows, self.keyIDs) = (rows, keyIDs) }

    /// Takes on what there is of `keyIDs`, none of which was asked for before.
    mutating func add(_ rows: [ContentKeyRow], of keyIDs: [KeyID]) {
        self.rows += rows
        self.keyIDs += keyIDs
    }

    func rows(of keyID: KeyID) -> Finding<[ContentKeyRow]> {
        guard keyIDs.contains(keyID) else { return .unknown }
        let found = rows.filter { $0.key.keyID == keyID }
        return .known(found.isEmpty ? nil : found)
    }
}
