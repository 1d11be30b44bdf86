/// What a peer may cost us, outside the protocol itself; `WireLimits` has the rest.
package struct ServerLimits: Equatable, Sendable {
    /// Connections of one loop and listener; each holds a descriptor and up to a few hundred KiB of buffers.
    package var connectionsMax = 20_000
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
    /// Bytes waiting for a slow reader before we stop reading from it.
    package var unsentBytesMax = 256 * 1024
    /// When no descriptor is left: the pause before accepting again.
    package var acceptPause: Duration = .milliseconds(100)

    package init() {}
}
