/// Which of several vantages carries out what all of them decide: the first in the list that sees.
///
/// Two that disagree do no harm, because the update of the name is conditional; this only keeps them from trying.
package struct ActingVantage: Equatable, Sendable {
    /// Every vantage, in the order in which they act; the same in every vantage's configuration.
    package let ranking: [String]

    package init(ranking: [String]) { self.ranking = ranking }

    /// Nil when no vantage in the list has been heard within two intervals and sees a region.
    package func chosen(among sighted: Set<String>) -> String? { ranking.first(where: sighted.contains) }
}
