internal import Failover
internal import Reactor

/// The two records of the steered name, as the zone's own server tells them.
struct SteeredZone: Sendable {
    let epochName: DomainName
    private let settings: DynamicUpdateSettings
    private let limits: SteeringLimits
    private let server: NameServer

    init(_ settings: DynamicUpdateSettings, limits: SteeringLimits) {
        self.settings = settings
        self.limits = limits
        epochName = settings.epochName
        server = NameServer(settings.server)
    }

    /// Nil when there is neither.
    ///
    /// The epoch first: when somebody moves the name in between, the pair is an old epoch with a new choice, which no
    /// server will let be replaced.
    func record(on loop: isolated EventLoop) async throws(SteeringFailure) -> SteeringRecord? {
        let notes = try await values(of: epochName, .txt, on: loop)
        let targets = try await values(of: settings.service.name, .cname, on: loop)
        let note = try note(notes)
        guard let target = targets.first else {
            guard note == nil else { throw .refused("\(settings.service.name) has no CNAME, but an epoch is noted") }
            return nil
        }
        guard let choice = settings.service.choice(for: target) else {
            throw .refused("\(settings.service.name) points at \(target), which is neither dns.main nor dns.backup")
        }
        return SteeringRecord(choice: choice, epoch: note?.epoch ?? 0, by: note?.by ?? "")
    }

    private func note(_ texts: [String]) throws(SteeringFailure) -> EpochNote? {
        guard let text = texts.first else { return nil }
        guard texts.count == 1, let note = EpochNote(parsing: text) else {
            throw .refused("the TXT record at \(epochName) is not an epoch of ours; delete it and it is written anew")
        }
        return note
    }

    private func values(
        of name: DomainName, _ type: NameRecordType, on loop: isolated EventLoop
    ) async throws(SteeringFailure) -> [String] {
        let answer: NameAnswer
        do throws(NameServerFailure) {
            answer = try await server.question(name.text, type, within: limits.answer, on: loop)
        } catch {
            throw .unreachable("\(settings.server) gives no answer about \(name): \(error)")
        }
        switch answer.code {
        case .noError, .noSuchName: break
        case .serverFailure: throw .unreachable("\(settings.server) cannot answer about \(name) (SERVFAIL)")
        case .refused: throw .refused("\(settings.server) refuses to answer about \(name)")
        case .other(let code): throw .refused("\(settings.server) answers about \(name) with code \(code)")
        }
        guard answer.isAuthoritative else {
            throw .refused("\(settings.server) is no authority for \(name); dns.server must be its primary server")
        }
        return answer.records.filter { $0.type == type && $0.owner == name.text }.map(\.value)
    }
}
