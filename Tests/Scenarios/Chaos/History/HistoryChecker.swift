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

    /// What a region is said to hold is there for whoever asks afterwards, with the same keys.
    private func reads() -> [Violation] {
        let writes = Dictionary(grouping: operations.filter { $0.isWrite && $0.acknowledgment != nil }, by: \.content)
        return operations.compactMap { read in
            guard case .read = read.request else { return nil }
            let earlier = (writes[read.content] ?? []).filter { $0.completedAt <= read.invokedAt }
            switch read.outcome {
            case .refused(status: 404, problem: _):
                let said = earlier.contains { $0.acknowledgment?.durableIn.contains(read.region) == true }
                return said ? Violation(.notDurable, read.content, found: "404 by \(read.region)") : nil
            case .acknowledged(let answer):
                let other = earlier.contains { $0.acknowledgment?.keys != answer.keys }
                return other ? Violation(.otherKeys, read.content, found: "read in \(read.region)") : nil
            case .refused, .unknown:
                return nil
            }
        }
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
