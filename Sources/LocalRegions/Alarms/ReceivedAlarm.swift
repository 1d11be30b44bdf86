/// A notice as it arrived.
package struct ReceivedAlarm: Decodable, Equatable, Sendable {
    /// What the vantages post; fields that nobody here reads are left out.
    package struct Notice: Decodable, Equatable, Sendable {
        /// The same for every delivery of one notice.
        package var id: String
        package var kind: String
        package var title: String
        package var lines: [String]

        package init(id: String, kind: String, title: String, lines: [String] = []) {
            self.id = id
            self.kind = kind
            self.title = title
            self.lines = lines
        }
    }

    /// Seconds since 1970.
    package var receivedAt: Double
    package var notice: Notice

    package init(receivedAt: Double, notice: Notice) {
        self.receivedAt = receivedAt
        self.notice = notice
    }
}

extension [ReceivedAlarm] {
    /// Each notice once, by its id, as a pager would show them.
    package var withoutRepeats: [ReceivedAlarm] {
        var seen: Set<String> = []
        return filter { seen.insert($0.notice.id).inserted }
    }
}
