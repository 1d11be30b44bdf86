/// The day as a picture: licenses served and failed each second, and when the name moved.
///
/// It follows the reader's choice of light or dark, and says in words what color says, for those who see none.
package struct AvailabilityPlot: Sendable {
    package let plan: DrillPlan
    package let record: Record

    private let seconds: [Second]

    package init(_ plan: DrillPlan, _ record: Record) {
        self.plan = plan
        self.record = record
        seconds = Second.all(of: record, backup: plan.service.backup)
    }

    private enum Place {
        static let width = 960.0
        static let left = 52.0
        static let right = 16.0
        static let top = 64.0
        static let height = 180.0
        static let below = 74.0
        /// Of the marks' font, on the generous side.
        static let characterWidth = 7.0
        static var total: Double { top + height + below }
        static var bottom: Double { top + height }
    }

    package var svg: String {
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Place.width) \(Place.total)" width="\(Place.width)" \
        height="\(Place.total)" role="img" aria-label="\(escaped(description))">
        <style>
        \(Self.style)
        </style>
        <rect class="ground" width="100%" height="100%" rx="10"/>
        \(legend)
        \(axes)
        \(bars)
        \(marks)
        </svg>

        """
    }

    private var description: String {
        let failed = record.licenses.count { !$0.isServed }
        return "\(plan.title): \(record.licenses.count) licenses asked for, \(failed) failed"
    }

    private var most: Int { max(1, seconds.map(\.asked).max() ?? 1) }

    private func x(_ second: Double) -> Double {
        Place.left + second / Double(seconds.count) * (Place.width - Place.left - Place.right)
    }

    private func tall(_ count: Int) -> Double { Double(count) / Double(most) * Place.height }

    /// Runs of seconds that look alike become one bar each, so that a quiet hour stays a small file.
    private var bars: String {
        var lines: [String] = []
        var start = 0
        for end in 1...seconds.count where end == seconds.count || seconds[end] != seconds[start] {
            var bottom = Place.bottom
            let second = seconds[start]
            for (tone, count) in [
                ("main", second.servedByMain), ("backup", second.servedByBackup), ("failed", second.failed),
            ] where count > 0 {
                bottom -= tall(count)
                let (left, right) = (x(Double(start)), x(Double(end)))
                lines.append(
                    """
                    <rect class="\(tone)" x="\(left.short)" y="\(bottom.short)" width="\((right - left).short)" \
                    height="\(tall(count).short)"/>
                    """)
            }
            start = end
        }
        return lines.joined(separator: "\n")
    }

    private var axes: String {
        let step = [10, 30, 60, 120, 300, 600].first { seconds.count / $0 <= 12 } ?? 1_200
        let shown = stride(from: 0, through: seconds.count, by: step).filter { x(Double($0)) < Place.width - 30 }
        let ticks = shown.map { second in
            """
            <line class="line" x1="\(x(Double(second)).short)" y1="\(Place.bottom)" x2="\(x(Double(second)).short)" \
            y2="\(Place.bottom + 4)"/>\
            <text class="quiet" text-anchor="middle" x="\(x(Double(second)).short)" y="\(Place.bottom + 18)">\
            \(second) s</text>
            """
        }
        return ticks.joined(separator: "\n") + """

            <text class="quiet" text-anchor="end" x="\(Place.left - 8)" y="\(Place.top + 10)">\(most)/s</text>
            <text class="quiet" text-anchor="end" x="\(Place.left - 8)" y="\(Place.bottom)">0</text>
            <line class="line" x1="\(Place.left)" y1="\(Place.bottom)" x2="\(Place.width - Place.right)" \
            y2="\(Place.bottom)"/>
            """
    }

    private var legend: String {
        let service = plan.service
        let entries = [("main", "\(service.main) serves"), ("backup", "\(service.backup) serves"), ("failed", "fails")]
        let marks = entries.enumerated().map { index, entry in
            let left = Place.left + Double(index) * 140
            return """
                <rect class="\(entry.0)" x="\(left)" y="38" width="11" height="11"/>\
                <text class="plain" x="\(left + 17)" y="48">\(escaped(entry.1))</text>
                """
        }
        return "<text class=\"plain bold\" x=\"\(Place.left)\" y=\"24\">\(escaped(plan.title))</text>\n"
            + marks.joined(separator: "\n")
    }

    /// What happened when, in two rows below the axis: what was done to the regions, and what the name did.
    private var marks: String {
        let done = record.steps.flatMap { times in
            [times.faulted.map { ($0, "fault") }, times.healed.map { ($0, "heal") }].compactMap(\.self)
        }
        let moves = record.name.dropFirst().map { ($0.at, "→ \(firstLabel(of: $0.answer))") }
        return (row(done, at: 0) + row(moves, at: 1)).joined(separator: "\n")
    }

    /// A text that would run into the one before it is left out; its line stands.
    private func row(_ events: [(at: Duration, text: String)], at row: Int) -> [String] {
        var free = 0.0
        return events.map { event in
            let start = x(event.at.seconds) + 4
            let end = start + Double(event.text.count) * Place.characterWidth
            let hasRoom = start >= free && end < Place.width
            if hasRoom { free = end + 4 }
            return mark(event.at, hasRoom ? event.text : "", row: row)
        }
    }

    private func firstLabel(of name: String) -> Substring { name.prefix { $0 != "." } }

    private func mark(_ at: Duration, _ text: String, row: Int) -> String {
        let place = x(at.seconds)
        let line = """
            <line class="mark" x1="\(place.short)" y1="\(Place.top)" x2="\(place.short)" \
            y2="\(Place.bottom + 26 + Double(row) * 18)"/>
            """
        guard !text.isEmpty else { return line }
        let (left, bottom) = ((place + 4).short, Place.bottom + 36 + Double(row) * 18)
        return line + "<text class=\"plain\" x=\"\(left)\" y=\"\(bottom)\">\(escaped(text))</text>"
    }

    private func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default: result.append(character)
            }
        }
        return result
    }

    private static let style = """
        text { font: 12px system-ui, "DejaVu Sans", sans-serif } .bold { font-weight: 700; font-size: 14px }
        .ground { fill: #f7f8f6 } .plain { fill: #1b2420 } .quiet { fill: #6b7770 } .line { stroke: #6b7770 }
        .mark { stroke: #1b2420; stroke-dasharray: 2 3 } .main { fill: #12764a } .backup { fill: #0b6e7f }
        .failed { fill: #b3261e }
        @media (prefers-color-scheme: dark) {
        .ground { fill: #101613 } .plain { fill: #e6ece8 } .quiet { fill: #84928a } .line { stroke: #84928a }
        .mark { stroke: #e6ece8 } .main { fill: #5fd39a } .backup { fill: #6fd3e3 } .failed { fill: #ff8a80 }
        }
        """
}

extension Double {
    /// Two places: less than a hundredth of a pixel nobody sees.
    fileprivate var short: String { "\(rounded(toPlaces: 2))" }
}
