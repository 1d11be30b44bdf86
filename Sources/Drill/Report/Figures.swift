extension Duration {
    /// `187.4 s`.
    var inSeconds: String { "\(seconds.rounded(toPlaces: 1)) s" }

    var seconds: Double { self / .seconds(1) }
}

extension Double {
    /// `99.95 %`, never rounded up to a whole that it is not.
    var percent: String { "\((self * 10_000).rounded(.down) / 100) %" }

    func rounded(toPlaces places: Int) -> Double {
        let factor = (0..<places).reduce(1.0) { factor, _ in factor * 10 }
        return (self * factor).rounded() / factor
    }
}
