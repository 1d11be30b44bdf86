/// The choices that a network and an application make, taken from the input itself: the same file, the same run.
///
/// They stand in the last bytes, so that a corpus file still reads as what it is. SplitMix64 stretches them.
struct Steering: RandomNumberGenerator {
    private static let byteCount = 4

    private var state: UInt64

    /// Splits `input` into what is parsed and what steers.
    static func split(_ input: [UInt8]) -> (content: [UInt8], steering: Steering) {
        let seed = input.suffix(byteCount)
        return (input.dropLast(byteCount), Steering(state: seed.reduce(0) { $0 << 8 | UInt64($1) }))
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    /// Cuts `bytes` as a network might: mostly a few bytes, sometimes all that is left.
    mutating func pieces(of bytes: [UInt8]) -> [[UInt8]] {
        var pieces: [[UInt8]] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let sizeMax = Bool.random(using: &self) ? rest.count : min(rest.count, 16)
            let size = Int.random(in: 1...sizeMax, using: &self)
            pieces.append(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
        }
        return pieces
    }
}
