/// One second of the day, by when its licenses were due.
package struct Second: Equatable, Sendable {
    package var servedByMain = 0
    package var servedByBackup = 0
    package var failed = 0

    package var asked: Int { servedByMain + servedByBackup + failed }

    /// The whole day, second by second.
    package static func all(of record: Record, backup: String) -> [Second] {
        let count = Int(clamping: record.end.components.seconds) + 1
        var seconds = [Second](repeating: Second(), count: max(1, count))
        for license in record.licenses {
            let index = Int(clamping: license.due.components.seconds)
            guard seconds.indices.contains(index) else { continue }
            switch license.outcome {
            case .served(let region) where region == backup: seconds[index].servedByBackup += 1
            case .served: seconds[index].servedByMain += 1
            case .failed: seconds[index].failed += 1
            }
        }
        return seconds
    }
}
