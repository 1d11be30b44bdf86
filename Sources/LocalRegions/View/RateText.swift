/// Rates as text: one number, or bars.
enum RateText {
    /// With one decimal, and no exponent however large.
    static func number(_ rate: Double) -> String {
        let tenths = Int((min(max(rate, 0), 1e9) * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }

    /// The last values as bars, against the highest of them.
    static func bars(_ history: [Double], columns: Int) -> String {
        let bars = Array("▁▂▃▄▅▆▇█")
        let shown = history.suffix(max(columns, 0))
        let highest = max(shown.max() ?? 0, 1)
        return String(shown.map { bars[min(max(Int($0 / highest * 7), 0), 7)] })
    }
}
