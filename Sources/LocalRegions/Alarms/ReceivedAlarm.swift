/// A notice as a vantage posted it, and when it arrived.
package struct ReceivedAlarm: Decodable, Equatable, Sendable {
    /// The same for every delivery of one notice.
    package var id: String
    package var kind: String
    package var title: String
    package var lines: [String]
    /// Since 1970.
    package var receivedAtMilliseconds: Int64

    package init(id: String, kind: String, title: String, lines: [String] = [], receivedAtMilliseconds: Int64 = 0) {
        self.id = id
        self.kind = kind
        self.title = title
        self.lines = lines
        self.receivedAtMilliseconds = receivedAtMilliseconds
    }
}

extension [ReceivedAlarm] {
    /// Each notice once, by its id, as a pager would show them.
    package var withoutRepeats: [ReceivedAlarm] {
        var seen: Set<String> = []
        return filter { seen.insert($0.id).inserted }
    }
}
