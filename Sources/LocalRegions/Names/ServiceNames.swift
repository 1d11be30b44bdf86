/// The names of the service and of its regions, in a zone of the run's own: `.test` belongs to nobody (RFC 6761 §6.2).
package enum ServiceNames {
    package static let zone = "evergrant.test"
    /// What players ask for: an alias of one region's name.
    package static let service = "license.evergrant.test"

    package static func name(of region: String) -> String { "\(region).\(zone)" }
}
