package import Bytes

/// On which terms a policy lets each key go: by key ID, else by track, else the same for all.
package struct KeyTermsTable: Equatable, Sendable {
    package static let unlimited = KeyTermsTable()

    package var everyKey: KeyTerms?
    package var byTrack: [TrackType: KeyTerms]
    package var byKeyID: [KeyID: KeyTerms]

    package init(
        everyKey: KeyTerms? = nil, byTrack: [TrackType: KeyTerms] = [:], byKeyID: [KeyID: KeyTerms] = [:]
    ) {
        self.everyKey = everyKey
        self.byTrack = byTrack
        self.byKeyID = byKeyID
    }

    /// The first that applies, whole: what stands for a track says everything about it.
    package func terms(of key: ContentKey) -> KeyTerms? {
        if !byKeyID.isEmpty, let terms = byKeyID[key.keyID] { return terms }
        if !byTrack.isEmpty, let terms = byTrack[key.track] { return terms }
        return everyKey
    }
}
