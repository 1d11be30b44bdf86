/// What bounds the memory and the patience of this target; each number with its unit and its reason.
package enum Limits {
    /// Queries sent and not answered on one connection.
    ///
    /// 1,024 small ones fill a few network buffers; more would only wait in the server's line instead of ours.
    package static let inFlightMax = 1_024

    /// Queries that wait for a connection to become ready: one second of the busiest loop measured (performance.md §3).
    package static let waitingMax = 8_192

    /// Bytes one query may send; the largest is a content with its keys, some 100 KiB.
    package static let parameterBytesMax = 8 << 20

    /// Bytes kept of a server's message, which goes to the log and to nobody else.
    package static let messageBytesMax = 512

    /// Connections of one loop; more make two processors slower, not faster (performance.md §3).
    package static let connectionsMax = 4

    /// Bytes one migration file may have; a schema is text that a person has read.
    package static let migrationBytesMax = 1 << 20
}
