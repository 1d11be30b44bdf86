internal import Bytes
internal import Reactor

/// One update of the service's name as `nsupdate` reads it: conditions and changes that happen together or not at all.
struct UpdateMessage {
    let settings: DynamicUpdateSettings
    let current: SteeringRecord?
    let next: SteeringRecord

    /// Every text in it is a `DomainName`, a number, or an `EpochNote`, none of which can hold a line's end or a quote.
    func commands(signedWith key: TransactionKey) -> [UInt8] {
        let service = settings.service
        let (name, note) = (service.name.absolute, service.epochName.absolute)
        let lines = ["server \(settings.server.host) \(settings.server.port)", "zone \(settings.zone.absolute)"]
        let changes = [
            "update delete \(name) CNAME",
            "update add \(name) \(service.timeToLiveSeconds) CNAME \(service.target(of: next.choice).absolute)",
            "update delete \(note) TXT",
            "update add \(note) \(service.timeToLiveSeconds) TXT \"\(EpochNote(next).text)\"",
            "send", "",
        ]
        let opening = (lines + ["key \(key.algorithm):\(key.name) "]).joined(separator: "\n")
        let rest = (conditions(name, note) + changes).joined(separator: "\n")
        let secret = key.secret.withBytes { bytes in bytes.indices.map { bytes[$0] } }
        return Array(opening.utf8) + secret + Array("\n\(rest)".utf8)
    }

    /// RFC 2136 §2.4: that the zone is as we read it, the records' values included.
    private func conditions(_ name: String, _ note: String) -> [String] {
        guard let current else { return ["prereq nxdomain \(name)", "prereq nxrrset \(note) TXT"] }
        let target = settings.service.target(of: current.choice).absolute
        let pointer = "prereq yxrrset \(name) CNAME \(target)"
        guard current.epoch > 0 else { return [pointer, "prereq nxrrset \(note) TXT"] }
        return [pointer, "prereq yxrrset \(note) TXT \"\(EpochNote(current).text)\""]
    }
}
