package import Bytes
package import Cryptography
internal import Reactor

/// A listener's certificates, ticket keys and believed clients, which change without a connection noticing.
///
/// New handshakes take `current`; sessions made before live on with the context they began with.
package final class ReloadableTLS: Sendable {
    private struct State {
        var context: TLSContext
        var reading: TLSReading
        var files: TLSFiles
        /// Keys of this process alone, for when no file gives any.
        var own: TicketKeyRing
        /// The stamps of the last files looked at, whether they were good or not: each state is tried once.
        var triedStamps: [FileStamp?]
    }

    let key: String
    private let environment: [String: String]
    private let clock: @Sendable () -> Timestamp
    private let state: Lock<State>

    /// - Parameter key: The `tls` section's place in the configuration, for errors.
    package init(
        _ files: TLSFiles, _ key: String, environment: [String: String],
        clock: @escaping @Sendable () -> Timestamp = { wallClock() }
    ) throws(ConfigurationError) {
        self.key = key
        self.environment = environment
        self.clock = clock
        // Files first: OpenSSL's generator, which keys come from, is set up beside them when a server starts.
        let reading = try TLSReading(files, key, environment: environment, clock: clock)
        let now = clock()
        let own = try Self.rotated(TicketKeyRing([]), key, at: now)
        let context = try Self.context(reading.settings(with: own, at: now), key)
        state = Lock(
            State(context: context, reading: reading, files: files, own: own, triedStamps: reading.stamps))
    }

    /// What the next handshake begins with.
    package var current: TLSContext { state.withLock { $0.context } }

    /// The ticket keys that all servers have; nil when there is no file of them.
    package var sharedTickets: TicketKeyRing? { state.withLock { $0.reading.sharedTickets } }

    /// By what two servers see whether they believe the same clients; nil when no client is asked for a certificate.
    package var clientTrustDigest: [UInt8]? { state.withLock { $0.reading.clientTrustDigest } }

    /// Reads every file again; what was there stays when any of them is bad.
    ///
    /// - Parameter files: Where to look from now on; nil looks where it looked before.
    package func reload(_ files: TLSFiles? = nil) throws(ConfigurationError) {
        try state.withLock { state throws(ConfigurationError) in try reload(files ?? state.files, &state) }
    }

    /// Reads every file again if one of them has changed, and gives ticket keys their turn.
    ///
    /// - Returns: Whether certificates, keys or lists are new.
    package func tend() throws(ConfigurationError) -> Bool {
        try state.withLock { state throws(ConfigurationError) in
            try giveTicketKeysTheirTurn(&state)
            let stamps = try TLSReading.stamps(of: state.files, key, environment: environment)
            guard stamps != state.triedStamps else { return false }
            state.triedStamps = stamps
            try reload(state.files, &state)
            return true
        }
    }

    private func reload(_ files: TLSFiles, _ state: inout State) throws(ConfigurationError) {
        let reading = try TLSReading(files, key, environment: environment, clock: clock)
        state.context = try Self.context(reading.settings(with: state.own, at: clock()), key)
        (state.reading, state.files, state.triedStamps) = (reading, files, reading.stamps)
    }

    private func giveTicketKeysTheirTurn(_ state: inout State) throws(ConfigurationError) {
        let now = clock()
        if state.own.isDue(at: now) { state.own = try Self.rotated(state.own, key, at: now) }
        let settings = state.reading.settings(with: state.own, at: now)
        guard settings.tickets != state.context.tickets else { return }
        state.context = try Self.context(settings, key)
    }

    private static func rotated(
        _ ring: TicketKeyRing, _ key: String, at now: Timestamp
    ) throws(ConfigurationError) -> TicketKeyRing {
        do throws(CryptographyFailure) { return ring.adding(try TicketKey(random: now), at: now) } catch {
            throw ConfigurationError(key, "\(error)")
        }
    }

    private static func context(_ settings: TLSServerSettings, _ key: String) throws(ConfigurationError) -> TLSContext {
        do throws(TLSFailure) { return try TLSContext(settings) } catch { throw ConfigurationError(key, "\(error)") }
    }

    private static func wallClock() -> Timestamp { Timestamp(seconds: EventLoop.wallMilliseconds() / 1000) }
}

extension ReloadableTLS {
    /// What an operator should know: the certificates' ends, and why something is not used.
    package struct Standing: Equatable, Sendable {
        /// `listeners.public.tls`: the section's place in the configuration.
        package let listener: String
        /// The first name and the end of each certificate, in their order.
        package let certificates: [(name: String, expiry: Timestamp)]
        /// When the shared ticket keys end; nil when there is no such file.
        package let sharedTicketsEnd: Timestamp?
        package let complaints: [String]

        package static func == (one: Standing, other: Standing) -> Bool {
            one.listener == other.listener && one.certificates.elementsEqual(other.certificates, by: ==)
                && one.sharedTicketsEnd == other.sharedTicketsEnd && one.complaints == other.complaints
        }
    }

    package var standing: Standing {
        state.withLock { state in
            Standing(
                listener: key,
                certificates: state.context.certificates.map { ($0.names.first ?? "", $0.expiry) },
                sharedTicketsEnd: state.reading.sharedTickets?.expiry,
                complaints: state.context.certificates.compactMap(\.complaint))
        }
    }
}
