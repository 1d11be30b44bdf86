internal import Bytes

/// The header block being read: what it has cost so far, as RFC 9113 §10.5.1 counts, and the fields that are wanted.
///
/// Counted for every block, whatever becomes of its stream: that is what an HPACK bomb costs us. Blocks never overlap
/// (§4.3), so a connection needs one of these.
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

    private(set) var isTrailer = false
    private(set) var verdict = Verdict.good
    private var bytes = 0
    private var fieldCount = 0
    /// Whether the fields are for a request that is read.
    private var isCollecting = false
    private var fields = GatheredFields()
    /// Bytes of names and values that were kept.
    private(set) var fieldBytes = 0
    /// Known even when the block is too large in the end.
    private(set) var isHead = false

    init(isTrailer: Bool = false) { self.isTrailer = isTrailer }

    mutating func begin(isTrailer: Bool) {
        self.isTrailer = isTrailer
        verdict = .good
        (bytes, fieldCount, fieldBytes) = (0, 0, 0)
        (isCollecting, isHead) = (false, false)
    }

    /// Keeps the fields that come, from here on.
    mutating func collect() {
        isCollecting = true
        fields.begin()
    }

    /// Counts a field, and keeps it if it is wanted and the block is good so far.
    @inline(__always)
    mutating func take(_ name: Span<UInt8>, _ value: Span<UInt8>, _ limits: WireLimits) -> Verdict {
        let isPseudo = name.count > 0 && name[0] == .colon
        guard count(name.count + value.count, isPseudo: isPseudo, limits) == .good, isCollecting else { return verdict }
        fieldBytes += name.count + value.count
        if isPseudo, name.count == 7, value.equals("HEAD") { isHead = true }
        fields.append(name, value, isPseudo: isPseudo)
        return .good
    }

    /// What the fields of the block mean.
    ///
    /// - Parameter parts: What is to keep them.
    mutating func readHead(into parts: RequestParts, _ commons: WireCommons) throws(WireRefusal) -> RequestHead {
        try fields.readHead(into: parts, commons)
    }

    /// Nothing more comes of this block.
    mutating func end() { isCollecting = false }

    /// Borrows the loop's fields while the connection is read, unless a part of a block lies in those at hand.
    mutating func borrow(_ fields: inout GatheredFields) {
        if !isCollecting { swap(&self.fields, &fields) }
    }

    /// Ends the loan, unless a part of a block lies in them; those that nobody misses are let go.
    mutating func giveBack(to fields: inout GatheredFields) {
        guard !isCollecting else { return }
        if fields.isLent { swap(&self.fields, &fields) } else { self.fields = GatheredFields() }
    }

    /// Counts one field, and says what the block has come to with it.
    @inline(__always)
    mutating func count(_ fieldBytes: Int, isPseudo: Bool = false, _ limits: WireLimits) -> Verdict {
        bytes += fieldBytes + Self.fieldOverhead
        fieldCount += 1
        if bytes > limits.blockBytes || fieldCount > limits.blockFields {
            verdict = .unbearable
        } else if bytes > (isTrailer ? limits.trailerBytes : limits.headerBytes) || fieldCount > limits.headerFields
            || !isPseudo && fieldBytes + Self.colonAndSpace > limits.fieldLineBytes
        {
            verdict = .tooLarge
        }
        return verdict
    }
}
