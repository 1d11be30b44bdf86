internal import Bytes

extension DrillReport {
    /// For programs: everything the Markdown says, and each second of the day.
    package var json: [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.member("title", plan.title)
            json.member("playedAt", playedAt)
            json.member("passed", verdict.isPassed)
            json.member("durationMilliseconds", record.end.milliseconds)
            json.member("findings") { $0.array { json in verdict.findings.forEach { $0.write(to: &json) } } }
            json.member("steps") { $0.array { json in measures.forEach { $0.write(to: &json) } } }
            json.member("seconds") { $0.array { json in seconds(to: &json) } }
            json.member("name") { $0.array { json in name(to: &json) } }
            json.member("alarms") { $0.array { json in alarms(to: &json) } }
        }
        return json.bytes
    }

    private func seconds(to json: inout JSONWriter) {
        for second in Second.all(of: record, backup: plan.service.backup) {
            json.object { json in
                json.member("main", second.servedByMain)
                json.member("backup", second.servedByBackup)
                json.member("failed", second.failed)
            }
        }
    }

    private func name(to json: inout JSONWriter) {
        for pointing in record.name {
            json.object { json in
                json.member("atMilliseconds", pointing.at.milliseconds)
                json.member("answer", pointing.answer)
            }
        }
    }

    private func alarms(to json: inout JSONWriter) {
        for alarm in record.alarms {
            json.object { json in
                json.member("atMilliseconds", alarm.at.milliseconds)
                json.member("id", alarm.id)
                json.member("kind", alarm.kind)
                json.member("title", alarm.title)
            }
        }
    }
}

extension Verdict.Finding {
    fileprivate func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("claim", claim)
            json.member("measured", measured)
            json.member("met", isMet)
        }
    }
}

extension StepMeasure {
    fileprivate func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("name", step.name)
            json.member("expect", step.expectation.rawValue)
            if let moved { json.member("movedMilliseconds", moved.milliseconds) }
            if let returned { json.member("returnedMilliseconds", returned.milliseconds) }
            json.member("longestSilenceMilliseconds", longestSilence.milliseconds)
            json.member("asked", asked)
            json.member("failed", failed)
            json.member("failedAfterMove", failedAfterMove)
            json.member("failedOnReturn", failedOnReturn)
            if let complaint = times.complaint { json.member("complaint", complaint) }
        }
    }
}

extension Duration {
    fileprivate var milliseconds: Int64 { Int64(clamping: Int((self / .milliseconds(1)).rounded())) }
}
