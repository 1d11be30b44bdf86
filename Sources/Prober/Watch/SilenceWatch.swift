/// Which vantages have fallen silent, told once each time.
struct SilenceWatch: Equatable, Sendable {
    private(set) var silent: Set<String> = []

    /// The vantages that fell silent since the last look, and those that were heard again.
    ///
    /// - Parameter heard: For each vantage how long ago it was heard, or how long this one has waited for it.
    mutating func look(_ heard: [String: Duration], limit: Duration) -> (fell: [String], returned: [String]) {
        let now = Set(heard.filter { $0.value > limit }.keys)
        defer { silent = now }
        return (now.subtracting(silent).sorted(), silent.subtracting(now).sorted())
    }
}
