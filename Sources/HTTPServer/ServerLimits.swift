/// What a peer may cost us, outside the protocol itself; `WireLimits` has the rest.
package struct ServerLimits: Equatable, Sendable {
    // MARK: Connections

    /// Connections of the whole process; each holds a descriptor and, when it is busy, some hundred KiB of buffers.
    package var connectionsMax = 20_000
    /// Connections from one IPv4 address or one IPv6 /64: a household has ten, and a mobile network puts hundreds of
    /// households behind one IPv4 address.
    package var connectionsPerAddressMax = 1_024
    /// Connections taken in one turn of a loop, before those that are in are heard again.
    package var acceptsPerTurnMax = 256
    /// When no descriptor is left: the pause before accepting again.
    package var acceptPause: Duration = .milliseconds(100)
    /// Requests on one connection, behind which its client is asked to make a new one: enough that a handshake is
    /// nothing beside them, few enough that clients spread over servers anew.
    package var requestsPerConnectionMax = 10_000

    // MARK: Time, always in total and never since the last byte

    /// From the first byte to the end of the TLS handshake: a phone on a bad network needs seconds, an attacker gets no
    /// more.
    package var handshake: Duration = .seconds(10)
    /// Between requests: longer than the renewal interval of most players would only hold descriptors.
    package var idle: Duration = .seconds(75)
    /// From a request's first byte to its last, in total: a byte a second does not extend it.
    package var receiving: Duration = .seconds(30)
    /// For the peer to take what was sent, in total.
    package var sending: Duration = .seconds(30)
    /// How long bytes still in flight are read and dropped after our last answer, so that a reset cannot destroy it.
    package var lingering: Duration = .seconds(2)
    /// After "stop": what requests at hand get to finish in.
    package var draining: Duration = .seconds(10)

    // MARK: Memory and work

    /// Bytes waiting for a slow reader before we stop reading from it.
    package var unsentBytesMax = 256 * 1024
    /// Bytes of answers that nobody reads, of all connections of a loop, behind which those who hold most are cut off:
    /// hundreds of careless clients hold less, and 20,000 malicious ones could hold all there is.
    package var unreadBytesMax = 64 * 1024 * 1024
    /// Bytes of requests that are not whole, or not answered, of all connections of a loop.
    ///
    /// From three quarters of it on large ones are refused, and beyond it those who hold most are cut off. There is
    /// room for 4,096 players that wait with 16 KiB each; 20,000 malicious ones could hold 10 GiB.
    package var requestBytesMax = 64 * 1024 * 1024
    /// What one loop takes on, for each audience.
    package var load = LoadLimits()

    package init() {}

    /// The same with no more connections than there are descriptors for, beside those that the process itself needs:
    /// journals, databases and files.
    package func within(descriptors: Int) -> ServerLimits {
        var limits = self
        limits.connectionsMax = min(connectionsMax, max(descriptors / 2, descriptors - Self.ownDescriptors))
        return limits
    }

    /// Descriptors that are not clients' connections: a few dozen for each loop.
    private static let ownDescriptors = 1_024
}
