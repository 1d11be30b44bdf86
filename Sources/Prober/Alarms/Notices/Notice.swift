package import Bytes
internal import Cryptography

/// Something that people should know, in words for them and with an id for machines.
package struct Notice: Equatable, Sendable {
    package enum Severity: String, Sendable, CaseIterable {
        /// All is well, again or still.
        case info
        /// Somebody should look today.
        case warning
        /// Somebody should look now.
        case critical
    }

    /// What kind of thing happened; stable for ever, since filters and scripts branch on it.
    package enum Kind: String, Sendable, CaseIterable {
        case switchedToBackup = "switched-to-backup"
        case switchedToMain = "switched-to-main"
        case regionFailing = "region-failing"
        case regionHealthy = "region-healthy"
        case bothRegionsFailing = "both-regions-failing"
        case steeringFailed = "steering-failed"
        case steeringWorks = "steering-works"
        case overrideOrdered = "override-ordered"
        case orderRefused = "order-refused"
        case proberStarted = "prober-started"
        case vantageSilent = "vantage-silent"
        case vantageHeard = "vantage-heard"
        /// Sent by an operator, to see whether alarms arrive.
        case test
    }

    /// The same for every attempt and from every vantage that tells of the same thing.
    package let id: String
    package let kind: Kind
    package let severity: Severity
    package let title: String
    /// What happened, since when, how the other region looks, what the operator can do.
    package let lines: [String]
    package let at: Timestamp

    /// Cuts what is too long for a pager; line ends become spaces.
    package init(id: String, kind: Kind, severity: Severity, title: String, lines: [String], at: Timestamp) {
        self.id = id
        self.kind = kind
        self.severity = severity
        self.title = Self.oneLine(title, AlarmLimits.titleCharacters)
        self.lines = lines.prefix(AlarmLimits.linesMax).map { Self.oneLine($0, AlarmLimits.lineCharacters) }
        self.at = at
    }

    /// An id that whoever sees the same occasion computes too: 32 hex digits of a SHA-256.
    ///
    /// - Parameters:
    ///   - service: The name that players ask for, which tells installations apart.
    ///   - occasion: What tells this one from all others of its kind: a switch's epoch, an order's version, a region
    ///     and the moment since when.
    package static func id(_ kind: Kind, service: String, occasion: String...) -> String {
        var text: [UInt8] = []
        for part in [kind.rawValue, service] + occasion {
            text += Array(part.utf8) + [0]
        }
        return Hex.encode(SHA256.digest(text).prefix(16))
    }

    /// The lines as one text.
    package var text: String { lines.joined(separator: "\n") + "\n" }

    private static func oneLine(_ text: String, _ count: Int) -> String {
        let line = text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : Character($0) }
        return String(line.prefix(count))
    }
}
