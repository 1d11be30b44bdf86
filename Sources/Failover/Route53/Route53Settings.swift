/// What Route 53 lets one choose, and no more.
package struct Route53Settings: Equatable, Sendable {
    /// The pause from the answer of one probe to the request of the next: 10 s or 30 s.
    package let interval: Duration
    /// Results in a row that flip a checker's mind, either way: 1 to 10.
    package let threshold: Int

    /// Nil for what Route 53 would not accept.
    package init?(intervalSeconds: Int, threshold: Int) {
        guard intervalSeconds == 10 || intervalSeconds == 30, (1...10).contains(threshold) else { return nil }
        (interval, self.threshold) = (.seconds(intervalSeconds), threshold)
    }

    package static let connectTimeout = Duration.seconds(4)
    package static let statusTimeout = Duration.seconds(2)
    /// The search string must lie wholly within this many bytes of the body.
    package static let searchedBytesMax = 5_120
    package static let searchStringBytesMax = 255

    /// Whether an answer passes: a status of 2xx or 3xx, and the string, case-sensitive, near the body's beginning.
    package static func passes(status: Int, body: [UInt8], searchString: [UInt8]?) -> Bool {
        guard (200..<400).contains(status) else { return false }
        guard let searchString else { return true }
        let searched = body.prefix(searchedBytesMax)
        guard searchString.count <= searched.count else { return false }
        return (0...(searched.count - searchString.count)).contains { searched[$0...].starts(with: searchString) }
    }
}
