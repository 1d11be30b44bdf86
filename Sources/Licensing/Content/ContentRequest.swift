package import Bytes

/// What a packager wants a content to have: valid once made.
package struct ContentRequest: Sendable {
    /// Sorted by period and type, so that the order in which a packager lists tracks means nothing.
    package let tracks: [TrackRequest]

    package init(_ tracks: [TrackRequest]) throws(ContentRequestError) {
        guard !tracks.isEmpty else { throw .noTracks }
        guard tracks.count <= LicensingLimits.tracksMax else { throw .tooManyTracks(limit: LicensingLimits.tracksMax) }
        var places: Set<TrackRequest.Place> = []
        var keyIDs: Set<KeyID> = []
        for track in tracks {
            guard places.insert(track.place).inserted else { throw .repeatedTrack(track.place) }
            guard let keyID = track.keyID else { continue }
            guard keyIDs.insert(keyID).inserted else { throw .repeatedKeyID(keyID) }
        }
        self.tracks = tracks.sorted { $0.place < $1.place }
    }
}

/// One track of a request; the server makes up what the packager leaves open.
package struct TrackRequest: Sendable {
    /// What may occur once in a content.
    package struct Place: Hashable, Comparable, Sendable {
        package let type: TrackType
        package let period: CryptoPeriod?

        package init(type: TrackType, period: CryptoPeriod?) {
            self.type = type
            self.period = period
        }

        /// By period, the keys without one first; then in the order of `TrackType`.
        package static func < (left: Place, right: Place) -> Bool { left.rank < right.rank }

        private var rank: (Int64, Int) {
            (period.map { Int64($0.index) } ?? -1, TrackType.allCases.firstIndex(of: type) ?? 0)
        }
    }

    package let place: Place
    package let scheme: EncryptionScheme
    /// As CPIX has it: an encoder may bring the key ID and leave the key to the server.
    package let keyID: KeyID?
    package let key: Secret?

    package init(
        type: TrackType, scheme: EncryptionScheme, period: CryptoPeriod? = nil, keyID: KeyID? = nil, key: Secret? = nil
    ) throws(ContentRequestError) {
        place = Place(type: type, period: period)
        guard key == nil || keyID != nil else { throw .keyWithoutKeyID(place) }
        guard key == nil || key?.count == ContentKey.length else { throw .wrongKeyLength(place) }
        guard keyID?.value != 0 else { throw .zeroKeyID(place) }
        self.scheme = scheme
        self.keyID = keyID
        self.key = key
    }
}

/// What is wrong with a content request; fit for the packager.
package enum ContentRequestError: Error, Equatable, Sendable {
    case noTracks
    case tooManyTracks(limit: Int)
    case repeatedTrack(TrackRequest.Place)
    /// Two tracks with one key could not be licensed apart.
    case repeatedKeyID(KeyID)
    case keyWithoutKeyID(TrackRequest.Place)
    case wrongKeyLength(TrackRequest.Place)
    /// All zeros means "not encrypted" in `tenc` (ISO/IEC 23001-7 §8.2).
    case zeroKeyID(TrackRequest.Place)
}
