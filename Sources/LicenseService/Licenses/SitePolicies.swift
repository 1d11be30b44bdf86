internal import LicenseStore
internal import Licensing

/// A site's policies as its licenses need them; a class, because every license passes them on.
final class SitePolicies: Sendable {
    /// The policy that bounds every license of its site has this name.
    static let boundingName = "default"

    let bounding: BoundingPolicy
    let named: [PolicyName: LicensePolicy]

    init(bounding: LicensePolicy, named: [PolicyName: LicensePolicy]) {
        self.bounding = BoundingPolicy(bounding)
        self.named = named
    }

    /// - Throws: when a stored document is not a policy; it was checked when it was stored.
    convenience init(_ rows: [PolicyRow]) throws(JSONErrorInPolicy) {
        var named: [PolicyName: LicensePolicy] = [:]
        for row in rows {
            do {
                named[row.name] = try LicensePolicy(parsing: Array(row.document.utf8))
            } catch {
                throw JSONErrorInPolicy(name: row.name)
            }
        }
        let bounding = named.first { $0.key.description == Self.boundingName }?.value
        self.init(bounding: bounding ?? .unlimited, named: named)
    }
}

/// A policy in the database that cannot be read: nothing is licensed rather than everything.
struct JSONErrorInPolicy: Error, Equatable {
    let name: PolicyName
}
