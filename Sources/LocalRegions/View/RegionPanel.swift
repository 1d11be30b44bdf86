internal import Foundation

/// One region in a box.
struct RegionPanel {
    let region: RegionSnapshot
    let width: Int

    private typealias Span = TerminalFrame.Span

    var lines: [TerminalFrame.Line] {
        let rows: [TerminalFrame.Line] = [
            verdict, [], row("mode", mode), row("server", server), row("database", database), row("lag", lag),
            row("/health", answer),
            row("licenses", licenses), [.init(sparkline, .good)], [.init(region.address, .quiet)],
        ]
        return [top] + rows.map(framed) + [bottom]
    }

    private var top: TerminalFrame.Line {
        let name = region.name.capitalized
        let filler = String(repeating: "─", count: max(0, width - name.count - region.duty.count - 8))
        return [
            Span("╭─ ", .quiet), Span(name, isBold: true), Span(" · \(region.duty) \(filler)╮", .quiet),
        ].fitted(to: width)
    }

    private var bottom: TerminalFrame.Line {
        [Span("╰\(String(repeating: "─", count: max(0, width - 2)))╯", .quiet)]
    }

    private func framed(_ line: TerminalFrame.Line) -> TerminalFrame.Line {
        [Span("│ ", .quiet)] + line.fitted(to: width - 4) + [Span(" │", .quiet)]
    }

    private func row(_ name: String, _ value: Span) -> TerminalFrame.Line {
        [Span(name.padded(to: 10), .quiet), value]
    }

    private var verdict: TerminalFrame.Line {
        switch region.health?.status {
        case "pass": [Span("● healthy", .good, isBold: true)]
        case "warn": [Span("● healthy, read-only", .good, isBold: true)]
        case .some: [Span("● failing", .bad, isBold: true)]
        case nil: [Span("○ no answer", .bad, isBold: true)]
        }
    }

    private var mode: Span {
        switch region.health?.mode {
        case "read-write": Span("read and write")
        case "read-only": Span("read only", .warning)
        case .some(let mode): Span(mode, .warning)
        case nil: Span("unknown", .quiet)
        }
    }

    private var server: Span { region.serverRuns ? Span("runs") : Span("killed", .bad, isBold: true) }

    private var database: Span {
        guard region.databaseRuns else { return Span("killed", .bad, isBold: true) }
        switch region.health?.mode {
        case "read-only": return Span("streaming replica")
        case "read-write": return Span("primary")
        default: return Span("runs", .quiet)
        }
    }

    private var lag: Span {
        // A primary is behind nobody: what it reports is the age of its own heartbeat.
        guard region.health?.mode != "read-write", let seconds = region.health?.lagSeconds else {
            return Span("–", .quiet)
        }
        return Span("\(RateText.number(seconds)) s", seconds > 10 ? .warning : .plain)
    }

    private var answer: Span {
        guard let health = region.health else { return Span("–", .quiet) }
        let milliseconds = health.answeredIn / .milliseconds(1)
        return Span("\(health.statusCode) in \(Int(milliseconds)) ms", health.statusCode == 200 ? .plain : .bad)
    }

    private var licenses: Span {
        guard region.health != nil, let total = region.licenses.total else { return Span("–", .quiet) }
        return Span("\(total), \(RateText.number(region.licenses.history.last ?? 0)) per second")
    }

    private var sparkline: String { RateText.bars(region.licenses.history, columns: width - 4) }
}

extension String {
    fileprivate func padded(to width: Int) -> String {
        self + String(repeating: " ", count: Swift.max(0, width - count))
    }
}
