/// What an operator can tell the detectors.
package enum Order: Equatable, Sendable {
    /// Leave the name where it is, whatever the regions do.
    case freeze
    /// Point at this region and stay there; a region that is failing is refused unless `evenIfDead`.
    case force(RegionChoice, evenIfDead: Bool)
    /// Follow the rules again. A window that ran full meanwhile counts at once.
    case release
}

/// An order with its place among all orders, so that vantages which hear them in any order end with the same one.
package struct Override: Equatable, Sendable {
    package let order: Order
    package let version: OverrideVersion

    package init(_ order: Order, version: OverrideVersion) { (self.order, self.version) = (order, version) }
}

/// Counts orders; the vantage's name decides between two that were given at once.
package struct OverrideVersion: Comparable, Sendable {
    /// Exact in JSON, and far more orders than anybody gives; a higher one is refused.
    package static let counterMax: UInt64 = 1 << 53

    package let counter: UInt64
    package let vantage: String

    package init(counter: UInt64, vantage: String) { (self.counter, self.vantage) = (counter, vantage) }

    package static func < (left: OverrideVersion, right: OverrideVersion) -> Bool {
        (left.counter, left.vantage) < (right.counter, right.vantage)
    }

    /// The version of an order given at `vantage` by somebody who has seen `known`.
    static func next(after known: OverrideVersion?, at vantage: String) -> OverrideVersion {
        OverrideVersion(counter: min((known?.counter ?? 0) + 1, counterMax), vantage: vantage)
    }
}

package enum OrderRefusal: String, Equatable, Sendable {
    /// The region is failing, as far as this vantage knows, and the order does not say "even if dead".
    case regionIsFailing = "region-is-failing"
}
