/// A key that a license grants, and on which terms.
package struct GrantedKey: Sendable {
    package let found: FoundKey
    /// Nil when nothing is limited.
    package let terms: KeyTerms?

    package init(_ found: FoundKey, terms: KeyTerms? = nil) {
        self.found = found
        self.terms = terms
    }

    package var key: ContentKey { found.key }
    package var content: ContentName { found.content }
}
