internal import Foundation

/// Draws a moment of both regions: a pure function, so that the terminal and the picture cannot differ.
package struct LiveView: Sendable {
    package static let widths = 80...110

    private let width: Int
    private static let eventsShown = 6

    package init(width: Int) { self.width = min(max(width, Self.widths.lowerBound), Self.widths.upperBound) }

    package func frame(of snapshot: LiveSnapshot) -> TerminalFrame {
        var frame = TerminalFrame(width: width)
        frame.append([])
        frame.append(title(snapshot))
        frame.append([])
        for line in panels(snapshot.regions) { frame.append(line) }
        frame.append([])
        for line in FailoverLines(snapshot: snapshot, width: width).lines { frame.append(line) }
        frame.append([.init("  demo page  ", .quiet), .init(snapshot.page, .accent)])
        frame.append([])
        for line in events(snapshot.events) { frame.append(line) }
        frame.append([])
        frame.append(keys)
        return frame
    }

    private func title(_ snapshot: LiveSnapshot) -> TerminalFrame.Line {
        let name: TerminalFrame.Line = [
            .init("  Evergrant", .accent, isBold: true), .init("  two regions on this machine", .quiet),
        ]
        let clock = clockText(snapshot.elapsed)
        return name.fitted(to: width - clock.count - 2) + [.init(clock, .quiet)]
    }

    /// The regions side by side; each panel has as many lines as the others.
    private func panels(_ regions: [RegionSnapshot]) -> [TerminalFrame.Line] {
        let panelWidth = (width - 2 - 2 * regions.count) / max(regions.count, 1)
        let panels = regions.map { RegionPanel(region: $0, width: panelWidth).lines }
        let height = panels.map(\.count).max() ?? 0
        return (0..<height).map { row in
            panels.reduce(into: []) { $0 += [TerminalFrame.Span("  ")] + $1[row] }
        }
    }

    /// Always the same number of lines, so that nothing below jumps.
    private func events(_ events: [LiveEvent]) -> [TerminalFrame.Line] {
        let shown = events.suffix(Self.eventsShown).map { event -> TerminalFrame.Line in
            [.init("  \(clockText(event.elapsed))  ", .quiet), .init(event.text)]
        }
        return shown + Array(repeating: [], count: Self.eventsShown - shown.count)
    }

    private var keys: TerminalFrame.Line {
        [
            .init("  k", .accent, isBold: true), .init(" kill Seoul   "), .init("r", .accent, isBold: true),
            .init(" revive it   "), .init("q", .accent, isBold: true), .init(" stop everything"),
        ]
    }

    private func clockText(_ elapsed: Duration) -> String {
        let seconds = elapsed.components.seconds
        let digits = { (number: Int64) in number < 10 ? "0\(number)" : "\(number)" }
        return "\(digits(seconds / 60)):\(digits(seconds % 60))"
    }
}
