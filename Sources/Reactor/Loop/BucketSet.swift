/// Which buckets of a wheel hold anything: a bit each, so that looking for the next one reads a few words.
struct BucketSet {
    private static let wordCount = DeadlineWheel.bucketCount / UInt64.bitWidth
    private var words = [UInt64](repeating: 0, count: wordCount)

    mutating func insert(_ bucket: Int) { words[bucket / UInt64.bitWidth] |= 1 << UInt64(bucket % UInt64.bitWidth) }

    mutating func remove(_ bucket: Int) { words[bucket / UInt64.bitWidth] &= ~(1 << UInt64(bucket % UInt64.bitWidth)) }

    /// How far the next occupied bucket is behind `bucket`, going round: 1 to the number of buckets; nil when all are
    /// empty.
    func distance(from bucket: Int) -> Int? {
        let first = (bucket + 1) % DeadlineWheel.bucketCount
        // The word of the first is looked at twice: from the first on, and at the end what is before it.
        var mask = UInt64.max << UInt64(first % UInt64.bitWidth)
        for step in 0...Self.wordCount {
            let index = (first / UInt64.bitWidth + step) % Self.wordCount
            let word = words[index] & mask
            if word != 0 {
                let found = index * UInt64.bitWidth + word.trailingZeroBitCount
                return (found - first + DeadlineWheel.bucketCount) % DeadlineWheel.bucketCount + 1
            }
            mask = .max
        }
        return nil
    }
}
