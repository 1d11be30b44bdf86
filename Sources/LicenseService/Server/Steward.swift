internal import Failover
internal import LicenseStore
internal import Licensing
internal import Logging
internal import Postgres
internal import Reactor

/// Keeps what a writable region owes the others: a heartbeat every second, and a canary to license.
struct Steward {
    static let interval: Duration = .seconds(1)

    let service: LoopService

    /// Goes on until its task is canceled.
    func work(on loop: isolated EventLoop) async {
        var hasCanary = false
        while !Task.isCancelled {
            service.noteRole(on: loop)
            if service.mayWrite {
                do throws(DatabaseError) {
                    if !hasCanary { hasCanary = try await plantCanary(on: loop) }
                    try await service.ledger.beat(of: service.plant.configuration.region, on: loop)
                } catch {
                    service.plant.log.warning("no heartbeat was written", metadata: ["error": "\(error)"])
                }
            }
            do throws(CancellationError) { try await loop.sleep(for: Self.interval) } catch { return }
        }
    }

    /// Whether the canary is there now; several servers may plant it at once.
    private func plantCanary(on loop: isolated EventLoop) async throws(DatabaseError) -> Bool {
        let canary = service.canary
        guard let request = try? ContentRequest([try canary.track]),
            let wrapped = try? service.wrapper.wrap(canary.key, site: canary.site, content: canary.content)
        else { return false }
        _ = try await service.ledger.addSite(canary.site, on: loop)
        _ = try await service.ledger.create(
            [wrapped], digest: request.digest, as: canary.content, of: canary.site, confirmingWithin: nil, on: loop)
        return true
    }
}
