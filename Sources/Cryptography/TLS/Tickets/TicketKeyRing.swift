package import Bytes

/// The ticket keys of one moment: the newest whose time has come seals, each that has not expired opens.
package struct TicketKeyRing: Equatable, Sendable {
    /// The oldest first.
    package private(set) var keys: [TicketKey]

    /// - Parameter keys: In any order; of those with one name the first counts.
    package init(_ keys: [TicketKey]) {
        var names: Set<[UInt8]> = []
        self.keys = keys.filter { names.insert($0.name).inserted }.sorted { $0.sealsFrom < $1.sealsFrom }
    }

    /// What new tickets are sealed under, if any key has its time now.
    package func sealing(at now: Timestamp) -> TicketKey? {
        keys.last { $0.sealsFrom <= now && now < $0.expiry }
    }

    /// What opens a ticket that names its key.
    ///
    /// A key whose time to seal has not come by this clock opens already: another server's clock may be ahead.
    package func opening(_ name: Span<UInt8>, at now: Timestamp) -> TicketKey? {
        keys.first { constantTimeEquals($0.name.span, name) && now < $0.expiry }
    }

    /// The same without what has expired, and with one key more.
    package func adding(_ key: TicketKey, at now: Timestamp) -> TicketKeyRing {
        TicketKeyRing(keys.filter { now < $0.expiry } + [key])
    }

    /// Whether it is time for a new key: the newest has sealed long enough.
    package func isDue(at now: Timestamp) -> Bool {
        guard let newest = keys.last else { return true }
        return newest.sealsFrom + CryptographyLimits.ticketKeyTurn <= now
    }

    /// When nothing can be sealed any more unless a key is added.
    package var expiry: Timestamp { keys.last?.expiry ?? .distantPast }
}
