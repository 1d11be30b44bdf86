/// Compares what was promised with what is there.
///
/// Pure: no clock, no socket, and the same evidence always gives the same verdict. A set check in the manner of Jepsen:
/// every acknowledged element is there once, a refused one is not, and of an unknown one either is right.
struct HistoryChecker {
    let evidence: Evidence

    /// Every broken promise; empty is what one wants to see.
    func violations() -> [Violation] {
        writesWhereNobodyWrites() + changedRoles() + divergence() + contents() + reads() + refusedWrites() + licenses()
            + journals()
    }

    private var regions: [RegionFacts] { [evidence.primary, evidence.replica] }
    private var operations: [Operation] { evidence.operations }

    // MARK: No write is accepted by a database in recovery.

    private func writesWhereNobodyWrites() -> [Violation] {
        let reading = Set(regions.filter { $0.wasInRecovery && $0.isInRecovery }.map(\.region))
        return operations.filter(\.isWrite).compactMap { operation in
            guard let acknowledgment = operation.acknowledgment else { return nil }
            let isReadOnly = acknowledgment.mode == "read-only"
            guard isReadOnly || reading.contains(operation.region) else { return nil }
            return Violation(
                .writeWhereNobodyWrites, operation.content,
                found: "\(acknowledgment.status) by \(operation.region), mode \(acknowledgment.mode ?? "unknown")")
        }
    }

    private func changedRoles() -> [Violation] {
        let changed = regions.filter { $0.wasInRecovery != $0.isInRecovery }.map { facts in
            Violation(.changedRole, facts.region, found: facts.isInRecovery ? "now a replica" : "now a primary")
        }
        return changed + (evidence.primary.isInRecovery ? [Violation(.changedRole, "nobody is the primary")] : [])
    }

    private func divergence() -> [Violation] {
        let (primary, replica) = (evidence.primary, evidence.replica)
        guard (primary.digest, primary.timeline) != (replica.digest, replica.timeline) else { return [] }
        return [
            Violation(
                .divergedReplica, replica.region,
                found: "timelines \(primary.timeline) and \(replica.timeline), "
                    + (primary.digest == replica.digest ? "the same rows" : "other rows"))
        ]
    }

    // MARK: No acknowledged content is lost.

    private func contents() -> [Violation] {
        var violations: [Violation] = []
        for (content, promised) in acknowledgedKeys().sorted(by: { $0.key < $1.key }) {
            if promised.count > 1 {
                violations.append(Violation(.otherKeys, content, found: "two acknowledgments name different keys"))
            }
            for facts in regions {
                guard let held = facts.contents[content] else {
                    violations.append(Violation(.lostContent, content, found: "in \(facts.region)"))
                    continue
                }
                if !promised.contains(held) {
                    violations.append(Violation(.otherKeys, content, found: "in \(facts.region)"))
                }
            }
        }
        return violations
    }

    /// The sets of keys that each content was acknowledged with: one, when all is well.
    private func acknowledgedKeys() -> [String: Set<Set<HeldKey>>] {
        operations.reduce(into: [:]) { promised, operation in
            guard operation.isWrite, let acknowledgment = operation.acknowledgment else { return }
            promised[operation.content, default: []].insert(acknowledgment.keys)
        }
    }

    /// What a region is said to hold is there for whoever asks afterwards, packager or player, with the same keys.
    private func reads() -> [Violation] {
        let writes = Dictionary(grouping: operations.filter { $0.isWrite && $0.acknowledgment != nil }, by: \.content)
        return operations.filter { !$0.isWrite }.compactMap { read in
            let earlier = (writes[read.content] ?? []).filter { $0.completedAt <= read.invokedAt }
            return absence(of: read, promisedBy: earlier) ?? difference(of: read, from: earlier)
        }
    }

    /// 404 of a packager; 403 of a player, whose token is for this very content.
    private func absence(of read: Operation, promisedBy earlier: [Operation]) -> Violation? {
        guard case .refused(let status, _) = read.outcome, [403, 404].contains(status),
            earlier.contains(where: { $0.acknowledgment?.durableIn.contains(read.region) == true })
        else { return nil }
        return Violation(.notDurable, read.content, found: "\(status) by \(read.region)")
    }

    private func difference(of read: Operation, from earlier: [Operation]) -> Violation? {
        guard case .read = read.request, let answer = read.acknowledgment,
            earlier.contains(where: { $0.acknowledgment?.keys != answer.keys })
        else { return nil }
        return Violation(.otherKeys, read.content, found: "read in \(read.region)")
    }

    /// A content that every writer was refused is not there.
    private func refusedWrites() -> [Violation] {
        let writes = Dictionary(grouping: operations.filter(\.isWrite), by: \.content)
        let refused = writes.filter { _, attempts in
            attempts.allSatisfy { if case .refused = $0.outcome { true } else { false } }
        }
        return refused.keys.sorted().flatMap { content in
            regions.filter { $0.contents[content] != nil }.map { facts in
                Violation(.doneThoughRefused, content, found: "in \(facts.region)")
            }
        }
    }
}
