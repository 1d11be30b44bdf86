/// How long each part of a request may take.
package struct ClientDeadlines: Equatable, Sendable {
    /// From the beginning until name, TCP and TLS are done.
    package var connect: Duration
    /// From then until the status is here, with the fields behind it.
    package var status: Duration
    /// From the beginning until the last byte is here.
    package var total: Duration

    package init(connect: Duration, status: Duration, total: Duration) {
        (self.connect, self.status, self.total) = (connect, status, total)
    }

    /// What a health check of ours may take: 4 s to connect and 2 s more to answer, as Route 53's may.
    package static let probe = ClientDeadlines(connect: .seconds(4), status: .seconds(2), total: .seconds(6))
}
