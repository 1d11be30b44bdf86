internal import Licensing
internal import Reactor

extension MetricsPage {
    /// What became of requests for licenses, and of the work that some systems' take.
    func writeLicenses(to page: inout String) {
        let sums = DRMSystem.allCases.map { system in
            let each = loops.map { $0.licenses.sums(of: system) }
            return (system, granted: each.reduce(0) { $0 + $1.granted }, refused: each.reduce(0) { $0 + $1.refused })
        }
        counter(
            &page, "evergrant_licenses", "Licenses asked for, by system and outcome.",
            sums.flatMap { system, granted, refused in
                [
                    ("system=\"\(system.rawValue)\",outcome=\"granted\"", granted),
                    ("system=\"\(system.rawValue)\",outcome=\"refused\"", refused),
                ]
            })
        if !workshop.isEmpty { writeWorkshop(to: &page) }
    }

    private func writeWorkshop(to page: inout String) {
        let lines = workshop.sorted { $0.key.rawValue < $1.key.rawValue }
        func label(_ system: DRMSystem) -> String { "system=\"\(system.rawValue)\"" }
        page += "# TYPE evergrant_workshop_waiting gauge\n"
        page += "# HELP evergrant_workshop_waiting Challenges and licenses that wait for a thread.\n"
        for (system, line) in lines {
            page += "evergrant_workshop_waiting{region=\"\(region)\",\(label(system))} \(line.waiting)\n"
        }
        counter(
            &page, "evergrant_workshop_challenges", "Challenges that a thread has begun to open.",
            lines.map { (label($0.key), $0.value.served) })
        counter(
            &page, "evergrant_workshop_refusals", "Challenges turned away: the line was full, or too slow.",
            lines.flatMap { system, line in
                [
                    ("\(label(system)),reason=\"full\"", line.refused),
                    ("\(label(system)),reason=\"overdue\"", line.overdue),
                ]
            })
        page += "# TYPE evergrant_workshop_wait_seconds counter\n"
        page += "# HELP evergrant_workshop_wait_seconds How long the challenges have waited, together.\n"
        for (system, line) in lines {
            let seconds = line.waited / .seconds(1)
            page += "evergrant_workshop_wait_seconds_total{region=\"\(region)\",\(label(system))} \(seconds)\n"
        }
    }
}
