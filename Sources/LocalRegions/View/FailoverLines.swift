internal import Foundation

/// What lies between the regions: the name, who asks for it, who moves it, and who is told.
struct FailoverLines {
    let snapshot: LiveSnapshot
    let width: Int

    private typealias Span = TerminalFrame.Span

    private static let alarmsShown = 3
    private static let barColumns = 20
    private static let labelColumns = 11

    /// Always the same number of lines, so that nothing below jumps.
    var lines: [TerminalFrame.Line] { [name, viewer, rates, vantages, window] + alarms }

    private func row(_ label: String, _ spans: [Span]) -> TerminalFrame.Line {
        let padding = String(repeating: " ", count: max(0, Self.labelColumns - label.count))
        return [Span("  \(label)\(padding)", .quiet)] + spans
    }

    private var name: TerminalFrame.Line {
        let name = snapshot.name
        let main = snapshot.regions.first?.name
        let target =
            name.region.map { Span($0.capitalized, $0 == main ? .good : .warning, isBold: true) }
            ?? Span("the name server does not answer", .bad, isBold: true)
        return row("name", [Span("\(name.name) → "), target, Span("   TTL \(name.timeToLiveSeconds) s", .quiet)])
    }

    private var viewer: TerminalFrame.Line {
        let tally = snapshot.viewer
        let source: Span =
            if let trouble = tally.trouble {
                Span(trouble, .bad, isBold: true)
            } else {
                tally.grantedBy.map { Span($0.capitalized, .good, isBold: true) } ?? Span("nobody yet", .quiet)
            }
        return row(
            "viewer",
            [
                Span(tally.trouble == nil ? "licenses by name from " : ""), source,
                Span("   \(tally.granted) granted, ", .quiet),
                Span("\(tally.refused) failed", tally.refused == 0 ? .quiet : .bad),
                Span("   \(RateText.number(tally.history.last ?? 0)) per second", .quiet),
            ])
    }

    private var rates: TerminalFrame.Line {
        row("", [Span(RateText.bars(snapshot.viewer.history, columns: width - Self.labelColumns - 4), .good)])
    }

    private var vantages: TerminalFrame.Line {
        guard !snapshot.vantages.isEmpty else {
            return row("vantages", [Span("none: nobody moves the name", .warning)])
        }
        return row("vantages", snapshot.vantages.flatMap(spans))
    }

    private func spans(of vantage: VantageSnapshot) -> [Span] {
        let name = vantage.name.capitalized
        guard let status = vantage.status else {
            return [Span("○ \(name) \(vantage.isRunning ? "is silent" : "is killed")   ", .bad)]
        }
        return [Span("● ", .good), Span("\(name)\(status.acting ? " acts" : "")   ")]
    }

    /// How far the run of failures, or of health, has come that would move the name.
    private var window: TerminalFrame.Line {
        let statuses = snapshot.vantages.compactMap(\.status)
        guard let status = statuses.first(where: \.acting) ?? statuses.first else { return row("window", []) }
        let main = status.regions.main
        let name = main.name.capitalized
        if status.active == "main", let seconds = main.failingForSeconds {
            return row("window", progress("\(name) has been failing for", seconds, of: main.windowSeconds, .bad))
        }
        if status.active == "backup", let seconds = main.healthyForSeconds {
            return row("window", progress("\(name) has been well for", seconds, of: main.windowSeconds, .good))
        }
        let words = status.active == "main" ? "\(name) is well" : "\(name) is still failing; the name stays away"
        return row("window", [Span(words, .quiet)])
    }

    private func progress(
        _ words: String, _ seconds: Double, of window: Double, _ tone: TerminalFrame.Tone
    ) -> [Span] {
        let share = window > 0 ? min(max(seconds / window, 0), 1) : 1
        let full = Int(share * Double(Self.barColumns))
        let (done, whole) = (Int(min(max(seconds, 0), 1e6)), Int(min(max(window, 0), 1e6)))
        return [
            Span("\(words) \(done) of \(whole) s "), Span(String(repeating: "█", count: full), tone),
            Span(String(repeating: "░", count: Self.barColumns - full), .quiet),
        ]
    }

    private var alarms: [TerminalFrame.Line] {
        let count = snapshot.alarms.count
        let head = row("alarms", [Span(count == 0 ? "none received" : "\(count) received", .quiet)])
        let shown = snapshot.alarms.suffix(Self.alarmsShown).map { alarm in
            row("", [Span("! ", .warning, isBold: true), Span(alarm.title)])
        }
        return [head] + shown + Array(repeating: [], count: Self.alarmsShown - shown.count)
    }
}
