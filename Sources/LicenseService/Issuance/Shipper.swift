internal import Journal
internal import LicenseStore
internal import Licensing
internal import Logging
internal import Postgres
internal import Reactor
internal import Synchronization

/// Moves issuance records to the primary, wherever it is: one path for both regions, in use all the time.
///
/// Records are marked as shipped after their commit and not before, so what is interrupted is sent again, and the
/// primary knows what it has. Journals of an earlier process with more loops are shipped too.
final class Shipper {
    /// Records of one statement.
    static let batchMax = 500
    /// Records that are read, sent and marked together.
    static let blockMax = 5_000

    private let folders: JournalFolders
    private let candidates: PrimaryCandidates
    private let state: ShippingState
    private let interval: Duration
    private let log: Logger
    /// When the oldest unshipped record of each journal was issued, as long as it is the oldest.
    private var heads: [Int: (after: UInt64, issuedAt: Int64)] = [:]
    private var journals: [Int: ShippedJournal] = [:]
    private(set) var standings: [JournalStanding] = []

    init(
        _ folders: JournalFolders, to candidates: PrimaryCandidates, state: ShippingState, interval: Duration,
        log: Logger
    ) {
        self.folders = folders
        self.candidates = candidates
        self.state = state
        self.interval = interval
        self.log = log
    }

    convenience init(_ plant: Plant) {
        let configuration = plant.configuration
        let regions = plant.regions
        let candidates = PrimaryCandidates(
            plant.databaseSettings, hosts: configuration.journal.ship.hosts, resolver: plant.resolver,
            mayTakeRecords: { regions.isNewest($0) })
        self.init(
            JournalFolders(configuration), to: candidates, state: plant.shipping,
            interval: configuration.journal.ship.interval, log: plant.log)
    }

    /// Ships what is there now, for a command, which asks once.
    func shipOnce(within limit: Duration, on loop: isolated EventLoop) async -> String? {
        candidates.open(on: loop)
        defer { candidates.close(on: loop) }
        await candidates.settle(within: limit, on: loop)
        return await shipAll(on: loop)
    }

    /// Goes on until its task is canceled.
    func work(on loop: isolated EventLoop) async {
        candidates.open(on: loop)
        while !Task.isCancelled {
            note(await shipAll(on: loop))
            do throws(CancellationError) { try await loop.sleep(for: interval) } catch { break }
        }
        candidates.close(on: loop)
    }

    /// Ships what is there now; what stood in the way, or nil.
    func shipAll(on loop: isolated EventLoop) async -> String? {
        var problem = await look()
        var backlog = standings.filter { $0.unshipped > 0 }
        guard !backlog.isEmpty else { return problem }
        // One block of each in turn, so that no journal waits for another's backlog.
        while !backlog.isEmpty, !Task.isCancelled {
            switch await candidates.primary(on: loop) {
            case .none(let reason): return reason
            case .primary(let primary):
                for standing in backlog {
                    do throws(UnshippableJournal) {
                        try await shipBlock(of: standing, to: primary, on: loop)
                    } catch {
                        problem = "\(error)"
                    }
                }
                state.say { $0.primary = primary.name }
            }
            if problem != nil { break }
            problem = await look()
            backlog = standings.filter { $0.unshipped > 0 }
        }
        return problem
    }

    /// Looks how far each journal has come.
    private func look() async -> String? {
        var problem: String?
        var standings: [JournalStanding] = []
        for index in folders.loops() {
            do throws(UnshippableJournal) {
                let standing = try await journal(index).standing()
                standings.append(standing)
                try await noteHead(of: standing)
            } catch {
                problem = "\(error)"
            }
        }
        self.standings = standings
        state.unshipped.store(standings.reduce(0) { $0 + Int(clamping: $1.unshipped) }, ordering: .relaxed)
        state.noteOldest(issuedAtMilliseconds: heads.values.map(\.issuedAt).min())
        return problem
    }

    private func journal(_ index: Int) -> ShippedJournal {
        if let known = journals[index] { return known }
        let journal = ShippedJournal(folders, loop: index)
        journals[index] = journal
        return journal
    }

    private func noteHead(of standing: JournalStanding) async throws(UnshippableJournal) {
        guard standing.unshipped > 0 else { return heads[standing.loop] = nil }
        guard heads[standing.loop]?.after != standing.shipped else { return }
        let first = try await journal(standing.loop).entries(after: standing.shipped, limit: 1).first
        heads[standing.loop] = first.map { (standing.shipped, $0.record.issuedAtMilliseconds) }
    }

    private func shipBlock(
        of standing: JournalStanding, to primary: PrimaryCandidates.Primary, on loop: isolated EventLoop
    ) async throws(UnshippableJournal) {
        guard let instance = standing.instance else { return }
        let journal = journal(standing.loop)
        let entries = try await journal.entries(after: standing.shipped, limit: Self.blockMax)
        var held = standing.shipped
        var failure: UnshippableJournal?
        do throws(UnshippableJournal) {
            for start in stride(from: 0, to: entries.count, by: Self.batchMax) {
                let batch = Array(entries[start..<min(start + Self.batchMax, entries.count)])
                try await send(batch, of: instance, loop: standing.loop, to: primary, on: loop)
                held = batch.last?.sequence ?? held
            }
        } catch {
            failure = error
        }
        if held > standing.shipped { try await journal.markShipped(upTo: held) }
        if let failure { throw failure }
    }

    private func send(
        _ batch: [IssuanceEntry], of instance: JournalInstance, loop index: Int,
        to primary: PrimaryCandidates.Primary, on loop: isolated EventLoop
    ) async throws(UnshippableJournal) {
        do throws(DatabaseError) {
            switch try await primary.ledger.add(batch, of: instance.value, on: loop) {
            case .held: state.shipped.add(batch.count, ordering: .relaxed)
            case .conflict(let sequence):
                throw DatabaseError(.refused, serverMessage: "another record \(sequence) is there already")
            }
        } catch {
            throw UnshippableJournal(loop: index, reason: "\(primary.name): \(error.serverMessage ?? "\(error)")")
        }
    }

    /// Says what stands in the way once, and that it has gone once.
    private func note(_ problem: String?) {
        let before = state.said.problem
        if problem != nil { state.failures.add(1, ordering: .relaxed) }
        guard problem != before else { return }
        state.say { $0.problem = problem }
        if let problem {
            log.warning("issuance records are not shipped", metadata: ["reason": "\(problem)"])
        } else {
            log.notice("issuance records are shipped")
        }
    }
}

extension JournalInstance {
    /// As the database keeps it.
    var value: UInt128 { bytes.reduce(0) { $0 << 8 | UInt128($1) } }
}
