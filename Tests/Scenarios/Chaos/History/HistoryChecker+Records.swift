extension HistoryChecker {
    // MARK: No license without a record.

    func licenses() -> [Violation] {
        evidence.operations.flatMap { operation -> [Violation] in
            guard case .license(let content) = operation.request, let license = operation.acknowledgment else {
                return []
            }
            return recordViolations(of: license, for: content, by: operation) + keyViolations(of: license, for: content)
        }
    }

    private func recordViolations(
        of license: Acknowledgment, for content: String, by operation: Operation
    ) -> [Violation] {
        guard let record = license.record else {
            return [Violation(.unrecordedLicense, content, found: "\(operation.region) named no record")]
        }
        switch evidence.primary.recordCounts[record] ?? 0 {
        case 0:
            return [Violation(.unrecordedLicense, record, found: "for \(content), issued by \(operation.region)")]
        case 1:
            return []
        case let count:
            return [Violation(.repeatedRecord, record, found: "\(count) times")]
        }
    }

    private func keyViolations(of license: Acknowledgment, for content: String) -> [Violation] {
        guard let held = evidence.primary.contents[content], !license.keys.isSubset(of: held) else { return [] }
        return [Violation(.otherLicense, content, found: license.record ?? "no record")]
    }

    // MARK: Every shipped record is once in the primary.

    func journals() -> [Violation] {
        let known = Set(evidence.journals.map(\.instance))
        let strangers = evidence.primary.chains.keys.filter { !known.contains($0) }.sorted()
        return evidence.journals.flatMap(violations)
            + strangers.map {
                Violation(.brokenChain, $0, found: "records of a journal that nobody keeps")
            }
    }

    private func violations(of journal: JournalFacts) -> [Violation] {
        let name = "\(journal.instance) of \(journal.region)"
        var violations: [Violation] = []
        if !journal.isIntact { violations.append(Violation(.brokenJournal, name)) }
        if journal.shipped != journal.durable {
            violations.append(Violation(.unshippedJournal, name, found: "\(journal.shipped) of \(journal.durable)"))
        }
        let chain = evidence.primary.chains[journal.instance]
        guard let chain else {
            return journal.shipped == 0 ? violations : violations + [Violation(.brokenChain, name, found: "no record")]
        }
        if chain.distinctCount != chain.count {
            violations.append(Violation(.repeatedRecord, name, found: "\(chain.count - chain.distinctCount) again"))
        }
        if let found = difference(between: chain, and: journal) {
            violations.append(Violation(.brokenChain, name, found: found))
        }
        return violations
    }

    /// What tells the primary's rows from the journal's records; nil when nothing does.
    private func difference(between chain: ChainFacts, and journal: JournalFacts) -> String? {
        if chain.first != 1 || chain.count != chain.last {
            return "\(chain.count) records from \(chain.first) to \(chain.last)"
        }
        if chain.last != journal.shipped { return "\(chain.last) records of \(journal.shipped)" }
        let sameEnd = chain.last == journal.durable
        return sameEnd && chain.lastHash != journal.lastHash ? "the last record has another hash" : nil
    }
}
