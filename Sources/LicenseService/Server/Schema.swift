internal import Licensing

/// The schema this program is written for.
enum Schema {
    /// The newest file in `Migrations/`; a test says so.
    static let version = 4

    /// The versions of policy documents that are understood, as regions tell each other.
    static let policyVersions = LicensePolicy.Version.allCases.map { String($0.rawValue) }.joined(separator: ",")
}
