internal import Bytes
internal import LicenseStore
internal import Licensing

/// What was read for one request, which is judged with it even if the caches have forgotten it by then.
///
/// They are bounded, so between reading and judging others may push out what this request waits for.
struct JustRead {
    var verifier: Finding<LearnedVerifier> = .unknown
    var policies: Finding<SitePolicies> = .unknown
    /// Of a content that was asked for as a whole; one without keys has nil.
    var keyIDs: (of: SiteContent, known: [KeyID]?)?
    /// Of a license that is counted: it was counted in, or not.
    var admittance: Admittance?
    /// The keys that were asked for.
    private var keyIDsAsked: [KeyID] = []
    private var rows: [ContentKeyRow] = []

    init() {}

    init(_ rows: [ContentKeyRow], of keyIDs: [KeyID]) { (self.rows, keyIDsAsked) = (rows, keyIDs) }

    /// Takes on what there is of `keyIDs`, none of which was asked for before.
    mutating func add(_ rows: [ContentKeyRow], of keyIDs: [KeyID]) {
        self.rows += rows
        keyIDsAsked += keyIDs
    }

    func keyIDs(of content: SiteContent) -> Finding<[KeyID]> {
        guard let keyIDs, keyIDs.of == content else { return .unknown }
        return .known(keyIDs.known)
    }

    func rows(of keyID: KeyID) -> Finding<[ContentKeyRow]> {
        guard keyIDsAsked.contains(keyID) else { return .unknown }
        let found = rows.filter { $0.key.keyID == keyID }
        return .known(found.isEmpty ? nil : found)
    }
}

/// A content, wherever two sites may each have one of that name.
struct SiteContent: Hashable, Sendable {
    let site: SiteName
    let name: ContentName
}
