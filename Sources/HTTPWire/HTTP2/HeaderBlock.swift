/// What the header block being read has cost so far, as RFC 9113 §10.5.1 counts.
///
/// Counted for every block, of whatever becomes of its stream: that is what an HPACK bomb costs us.
struct HeaderBlock {
    /// Added for each field (RFC 9113 §10.5.1).
    private static let fieldOverhead = 32

    var isTrailer = false
    private var bytes = 0
    private var fields = 0

    init(isTrailer: Bool = false) { self.isTrailer = isTrailer }

    /// Counts one field; false when the block has become too large.
    mutating func count(_ fieldBytes: Int, _ limits: WireLimits) -> Bool {
        bytes += fieldBytes + Self.fieldOverhead
        fields += 1
        return bytes <= (isTrailer ? limits.trailerBytes : limits.headerBytes) && fields <= limits.headerFields
    }
}
