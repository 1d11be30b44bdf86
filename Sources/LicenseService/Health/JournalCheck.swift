internal import Synchronization

extension Plant {
    /// Whether the records of what is granted can still be kept: the worst of all loops' journals.
    var journalCheck: HealthReport.Check {
        let name = "journal:space"
        guard configuration.journal.isEnabled else {
            return HealthReport.Check(name: name, status: .warn, output: "issuance records are turned off")
        }
        let urgency = metrics.map { $0.journal.urgency }.max() ?? 0
        let left = metrics.map { $0.journal.leftBytes.load(ordering: .relaxed) }.min() ?? 0
        let isRefusing = urgency > 1 && configuration.journal.whenFull == .refuse
        let output: String? =
            switch urgency {
            case 0: nil
            case 1: "nearly full: records are not shipped"
            default: isRefusing ? "full: licenses are refused" : "full: licenses are granted without records"
            }
        let status: HealthReport.Status = isRefusing ? .fail : urgency > 0 ? .warn : .pass
        return HealthReport.Check(name: name, status: status, value: (Double(left), "bytes"), output: output)
    }
}
