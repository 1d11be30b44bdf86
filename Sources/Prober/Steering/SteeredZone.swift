internal import Failover
internal import Reactor

/// The two records of the steered name, as the zone's own server tells them.
struct SteeredZone: Sendable {
    private let service: ServiceName
    private let limits: SteeringLimits
    private let server: NameServer

    init(_ settings: DynamicUpdateSettings, limits: SteeringLimits) {
        service = settings.service
        self.limits = limits
        server = NameServer(settings.server)
    }

    /// Nil when there is neither.
    ///
    /// The epoch first: when somebody moves the name in between, the pair is an old epoch with a new choice, which no
    /// server will let be replaced.
    func record(on loop: isolated EventLoop) async throws(SteeringFailure) -> SteeringRecord? {
        let notes = try await values(of: service.epochName, .txt, on: loop)
        let targets = try await values(of: service.name, .cname, on: loop)
        return try SteeringRecord(of: service, targets: targets, notes: notes)
    }

    private func values(
        of name: DomainName, _ type: NameRecordType, on loop: isolated EventLoop
    ) async throws(SteeringFailure) -> [String] {
        let answer: NameAnswer
        do throws(NameServerFailure) {
            answer = try await server.question(name.text, type, within: limits.answer, on: loop)
        } catch {
            throw .unreachable("\(server.address) gives no answer about \(name): \(error)")
        }
        switch answer.code {
        case .noError, .noSuchName: break
        case .serverFailure: throw .unreachable("\(server.address) cannot answer about \(name) (SERVFAIL)")
        case .refused: throw .refused("\(server.address) refuses to answer about \(name)")
        case .other(let code): throw .refused("\(server.address) answers about \(name) with code \(code)")
        }
        guard answer.isAuthoritative else {
            throw .refused("\(server.address) is no authority for \(name); dns.server must be its primary server")
        }
        return answer.records.filter { $0.type == type && $0.owner == name.text }.map(\.value)
    }
}
