import Foundation

/// What a soak found.
struct SoakResult: Sendable {
    let order: SoakOrder
    /// Licenses a second that load generators asked for.
    let rate: Double
    let figures: [SoakFigures]
    let answers: [SoakAsker: Int]
    let troubles: [String: Int]
    let unexplained: [SoakTrouble]
    let disturbances: [SoakDisturbance]

    /// A page for people.
    var markdown: String {
        let minutes = Double(order.duration.components.seconds) / 60
        let verdict = unexplained.isEmpty && figures.allSatisfy { $0.complaints.isEmpty } ? "passed" : "**failed**"
        return """
            # Soak

            \(Date.now.formatted(.iso8601)), \(minutes.formatted()) minutes at \(Int(rate)) licenses a second from load
            generators, players and a packager beside them: \(verdict). Written by `make soak`.

            \(answerTable)

            \(disturbanceTable)

            \(holdingsTable)

            \(memoryTable)

            \(troubleTable)

            """
    }

    private var answerTable: String {
        let rows = SoakAsker.allCases.map { "| \($0.rawValue) | \(answers[$0] ?? 0) |" }
        return (["| Asked by | Answered as wanted |", "|---|---|"] + rows).joined(separator: "\n")
    }

    private var disturbanceTable: String {
        let kinds = Dictionary(grouping: disturbances) { "\($0.region): \($0.what)" }
        let rows = kinds.sorted { $0.key < $1.key }.map { kind, all in
            let longest = all.map { $0.until.timeIntervalSince($0.from) }.max() ?? 0
            return "| \(kind) | \(all.count) | \(longest.formatted(.number.precision(.fractionLength(1)))) s |"
        }
        return (["| Done to | Times | Longest until healthy |", "|---|---|---|"] + rows).joined(separator: "\n")
    }

    /// How memory went, for whoever wants to know whether it levels off.
    private var memoryTable: String {
        let rows = figures.map { figures in
            let tenths = (0..<10).map { mebibytes(figures.tenth($0).median(\.residentBytes)) }
            return "| \(figures.region) | \(tenths.joined(separator: " | ")) |"
        }
        let head = (1...10).map { "\($0)." }.joined(separator: " | ")
        return
            (["| Resident MiB in each tenth | \(head) |", "|---" + String(repeating: "|---", count: 10) + "|"] + rows)
            .joined(separator: "\n")
    }

    private func mebibytes(_ bytes: Int) -> String {
        (Double(bytes) / 1_048_576).formatted(.number.precision(.fractionLength(1)))
    }

    private var holdingsTable: String {
        let rows = figures.flatMap { figures in
            let (early, late) = (figures.early, figures.late)
            return [
                "| \(figures.region) | resident MiB | \(mebibytes(figures.idleBefore?.residentBytes ?? 0)) | "
                    + "\(mebibytes(early.median(\.residentBytes))) | \(mebibytes(late.median(\.residentBytes))) | "
                    + "\(mebibytes(figures.idleAfter?.residentBytes ?? 0)) |",
                "| \(figures.region) | descriptors | \(figures.idleBefore?.descriptors ?? 0) | "
                    + "\(early.median(\.descriptors)) | \(late.median(\.descriptors)) | "
                    + "\(figures.idleAfter?.descriptors ?? 0) |",
                "| \(figures.region) | threads | \(figures.idleBefore?.threads ?? 0) | \(early.median(\.threads)) | "
                    + "\(late.median(\.threads)) | \(figures.idleAfter?.threads ?? 0) |",
            ]
        }
        let head = [
            "| Server | Holds | Idle before | Fifth tenth | Last tenth | Idle after |", "|---|---|---|---|---|---|",
        ]
        return (head + rows).joined(separator: "\n")
    }

    private var troubleTable: String {
        guard !troubles.isEmpty else { return "Every answer was the one that was wanted." }
        let rows = troubles.sorted { $0.key < $1.key }.map { "| \($0.key) | \($0.value) |" }
        return
            (["| Other answers | Times |", "|---|---|"] + rows + ["", "Not explained: \(unexplained.count)."])
            .joined(separator: "\n")
    }
}
