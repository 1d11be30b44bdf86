/// What the header block being read has cost so far, as RFC 9113 §10.5.1 counts.
///
/// Counted for every block, of whatever becomes of its stream: that is what an HPACK bomb costs us.
struct HeaderBlock {
    enum Verdict {
        case good
        /// The request is to be refused, and the rest of the block only counted.
        case tooLarge
        /// The block is an attack: the connection ends.
        case unbearable
    }

    /// Added for each field (RFC 9113 §10.5.1).
    private static let fieldOverhead = 32
    /// What a field line has besides its name and value (RFC 9112 §5).
    private static let colonAndSpace = 2

    let isTrailer: Bool
    private(set) var verdict = Verdict.good
    private var bytes = 0
    private var fields = 0

    init(isTrailer: Bool = false) { self.isTrailer = isTrailer }

    /// Counts one field, and says what the block has come to with it.
    mutating func count(_ fieldBytes: Int, isPseudo: Bool = false, _ limits: WireLimits) -> Verdict {
        bytes += fieldBytes + Self.fieldOverhead
        fields += 1
        if bytes > limits.blockBytes || fields > limits.blockFields {
            verdict = .unbearable
        } else if bytes > (isTrailer ? limits.trailerBytes : limits.headerBytes) || fields > limits.headerFields
            || !isPseudo && fieldBytes + Self.colonAndSpace > limits.fieldLineBytes
        {
            verdict = .tooLarge
        }
        return verdict
    }
}
