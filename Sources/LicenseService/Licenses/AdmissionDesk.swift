internal import LicenseStore
internal import Licensing
internal import Postgres
internal import Reactor
internal import Synchronization

/// Where a loop counts licenses in, before they leave: devices, and tokens for one use.
///
/// Exact where the database can be written to. Elsewhere what can be known decides, and what could not be made sure of
/// is counted (docs/policy.md).
final class AdmissionDesk {
    private let ledger: LicenseLedger
    private let counts: AdmissionCounts
    private var replica = ReplicaAdmissions()

    init(_ ledger: LicenseLedger, counts: AdmissionCounts) {
        self.ledger = ledger
        self.counts = counts
    }

    /// What becomes of a license that `AdmissionAsk(_:)` has found to be counted; the others need not come here.
    ///
    /// A database that cannot be asked at all is an error only for a token for one use, which must not be used twice:
    /// a viewer's own device is let pass, as far as this loop knows of room for it.
    ///
    /// - Parameter mayWrite: What the region is; a replica that is asked all the same says so itself.
    func admit(
        _ ask: AdmissionAsk, mayWrite: Bool, on loop: isolated EventLoop
    ) async throws(DatabaseError) -> Admittance {
        let known = try await known(ask, mayWrite, on: loop)
        let admittance = if let known { known } else { try await reading(ask, on: loop) }
        counts.note(admittance)
        return admittance
    }

    /// What the primary says; nil when there is none to ask.
    private func known(
        _ ask: AdmissionAsk, _ mayWrite: Bool, on loop: isolated EventLoop
    ) async throws(DatabaseError) -> Admittance? {
        guard mayWrite else { return nil }
        do throws(DatabaseError) {
            return try await ledger.admit(ask, on: loop)
        } catch {
            guard error.kind == .readOnly || ask.token == nil else { throw error }
            return nil
        }
    }

    private func reading(_ ask: AdmissionAsk, on loop: isolated EventLoop) async throws(DatabaseError) -> Admittance {
        do throws(DatabaseError) {
            return replica.admit(ask, try await ledger.reader.standing(of: ask, on: loop))
        } catch {
            guard ask.token == nil else { throw error }
            return replica.admit(ask, .nothingKnown)
        }
    }
}

extension ReplicaAdmissions.Standing {
    /// As for a subject that nobody has ever seen.
    static let nothingKnown = Self(isTokenUsed: false, isDeviceKnown: false, deviceCount: 0)
}

/// How often a license was counted in without being sure, or not at all.
final class AdmissionCounts: Sendable {
    private let uncheckedDevices = Atomic<Int>(0)
    private let uncheckedTokens = Atomic<Int>(0)

    func note(_ admission: Admittance) {
        switch admission {
        case .admitted, .refused: break
        case .admittedUnchecked(let doubt):
            if doubt.contains(.device) { uncheckedDevices.add(1, ordering: .relaxed) }
            if doubt.contains(.token) { uncheckedTokens.add(1, ordering: .relaxed) }
        }
    }

    var sums: (devices: Int, tokens: Int) {
        (uncheckedDevices.load(ordering: .relaxed), uncheckedTokens.load(ordering: .relaxed))
    }
}
