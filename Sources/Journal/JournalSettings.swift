/// How one journal trades latency for work, and how much disk it may take.
package struct JournalSettings: Equatable, Sendable {
    /// The least time between two batches: a record waits at most this long for its `fdatasync` to begin, and one that
    /// comes alone does not wait at all.
    package var batchDelay: Duration
    /// A batch of this many bytes is written at once, whatever the delay.
    package var batchBytes: Int
    /// A segment that has reached this size is followed by a new one.
    package var segmentBytes: Int
    /// All segments together; a record that would exceed it is refused.
    package var diskBytes: Int
    /// With less than this left, the journal's space is `low`.
    package var lowBytes: Int
    /// How long a segment is kept after its last record, once all of it has been shipped.
    ///
    /// Space that turns low ends it earlier.
    package var retention: Duration

    package init(
        batchDelay: Duration = .milliseconds(20), batchBytes: Int = 256 * 1024, segmentBytes: Int = 16 * 1024 * 1024,
        diskBytes: Int = 1024 * 1024 * 1024, lowBytes: Int = 256 * 1024 * 1024,
        retention: Duration = .seconds(72 * 3600)
    ) {
        self.batchDelay = batchDelay
        self.batchBytes = min(batchBytes, JournalLimits.batchBytesMax)
        self.segmentBytes = segmentBytes
        self.diskBytes = diskBytes
        self.lowBytes = lowBytes
        self.retention = retention
    }
}
