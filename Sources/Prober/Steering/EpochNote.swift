/// How often the name has been moved and by whom, as the text of the TXT record beside it: `epoch=7 by=osaka`.
///
/// One spelling for each value, because a move is conditional on the text.
struct EpochNote: Equatable, Sendable {
    /// With the epoch's digits far below the 255 bytes of a TXT string.
    private static let vantageBytesMax = 63

    let epoch: UInt64
    let by: String

    init(_ record: SteeringRecord) { (epoch, by) = (record.epoch, record.by) }

    /// Nil for any text that `text` would not give.
    init?(parsing text: String) {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 2, words[0].hasPrefix("epoch="), words[1].hasPrefix("by=") else { return nil }
        guard let epoch = UInt64(words[0].dropFirst("epoch=".count)), 1...SteeringRecord.epochMax ~= epoch else {
            return nil
        }
        (self.epoch, by) = (epoch, String(words[1].dropFirst("by=".count)))
        guard Self.isFit(by), self.text == text else { return nil }
    }

    var text: String { "epoch=\(epoch) by=\(by)" }

    /// Whether a vantage's name can stand in a record without any quoting.
    static func isFit(_ vantage: String) -> Bool {
        1...vantageBytesMax ~= vantage.utf8.count
            && vantage.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
                case UInt8(ascii: "0")...UInt8(ascii: "9"): true
                case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."): true
                default: false
                }
            }
    }
}
