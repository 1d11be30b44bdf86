internal import Bytes
internal import Licensing

/// How long a device may use a key, in the words of a CKC; seconds, and never 0, which would mean for ever.
///
/// No license outlives its end: where FairPlay counts two durations one after the other, they fit before it together.
enum FairPlayValidity: Equatable, Sendable {
    case unlimited
    /// Playback stops when it ends, unless the player has asked again.
    case lease(UInt32)
    /// Playback begins before it ends, and then goes on.
    case rental(UInt32)
    case leaseAndRental(lease: UInt32, rental: UInt32)
    /// On the device, for ever.
    case kept
    case keptFor(UInt32)
    /// On the device: so long before the first play, and so long from it.
    case keptBeforeAndAfter(storage: UInt32, playback: UInt32)
}

extension FairPlayValidity {
    /// A streamed key is asked for when it is to be played: so the first play is now.
    ///
    /// - Parameter lifetime: From now to the license's end; nil when there is none.
    static func streamed(_ terms: LicenseTerms, lifetime: Duration?) -> FairPlayValidity {
        let untilRenewal = terms.renewal.map { $0.delay + $0.recoveryDuration }
        let lease = [lifetime, terms.playbackDuration, untilRenewal].compactMap(\.self).min()
        return switch (lease?.wireSeconds, terms.rentalDuration?.wireSeconds) {
        case (nil, nil): .unlimited
        case (let lease?, nil): .lease(lease)
        case (nil, let rental?): .rental(rental)
        case (let lease?, let rental?): .leaseAndRental(lease: lease, rental: rental)
        }
    }

    /// - Parameter countsTwice: Whether the device knows one duration before the first play and another after it.
    static func kept(_ terms: LicenseTerms, lifetime: Duration?, countsTwice: Bool) -> FairPlayValidity {
        let (storage, playback) = (terms.rentalDuration, terms.playbackDuration)
        guard storage != nil || playback != nil else {
            return lifetime.map { .keptFor($0.wireSeconds) } ?? .kept
        }
        guard countsTwice else {
            // One duration for both: the shorter keeps every promise.
            let shortest = [storage, playback, lifetime].compactMap(\.self).min()
            return shortest.map { .keptFor($0.wireSeconds) } ?? .kept
        }
        let end = lifetime ?? LicensingLimits.licenseDurationMax
        // Each has a second at least, and takes it from the other.
        let second = Duration.seconds(1)
        let after = min(max(playback ?? end - min(storage ?? end, end), second), max(end - second, second))
        let before = min(storage ?? end, end - after)
        return .keptBeforeAndAfter(storage: before.wireSeconds, playback: after.wireSeconds)
    }
}

extension Duration {
    /// Whole seconds from 1 to what 32 bits hold.
    fileprivate var wireSeconds: UInt32 { max(1, UInt32(clamping: components.seconds)) }
}
