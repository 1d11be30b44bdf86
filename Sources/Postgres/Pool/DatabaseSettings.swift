/// How one loop uses its database.
package struct DatabaseSettings: Sendable {
    package var target: DatabaseTarget
    package var session = SessionSettings()
    /// Shared by all queries of the loop, from 1 to `Limits.connectionsMax`.
    package var connectionCount = 2
    /// Opened with the first durable write: each is taken for the whole wait for the other region.
    package var durableConnectionCount = 2
    /// From the first packet to the first query.
    package var connectTimeout: Duration = .milliseconds(1_500)
    /// How long a connection may be silent before it is asked for the role; a promotion is seen after at most twice
    /// this.
    package var pingInterval: Duration = .milliseconds(250)
    /// A server that does not answer the empty query in this time is not there.
    package var pingTimeout: Duration = .milliseconds(1_000)
    package var reconnectBase: Duration = .milliseconds(50)
    package var reconnectCap: Duration = .milliseconds(2_000)

    package init(target: DatabaseTarget) { self.target = target }
}
