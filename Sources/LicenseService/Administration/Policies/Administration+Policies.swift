internal import Bytes
internal import Daemon
internal import LicenseStore
internal import Licensing
internal import Postgres
internal import Reactor

extension Administration {
    /// A line for each policy of the site: its name, its newest version, since when, and its digest in records.
    package func listPolicies(site: String) throws -> [String] {
        try newestPolicies(site: site).map { version in
            let moment = CivilDate(Timestamp(seconds: version.createdAt.components.seconds)).text
            let digest = (try? LicensePolicy(parsing: Array(version.document.utf8)))?.digest
            let mark = digest.map { "sha256:\(Hex.encode($0))" } ?? "cannot be read: licenses nothing"
            return "\(version.name)  version \(version.number)  \(moment)  \(mark)"
        }
    }

    /// A policy's document as it was stored.
    ///
    /// - Parameter version: Nil means the newest.
    package func showPolicy(site: String, name: String, version: Int?) throws -> String {
        let siteName = try Self.name(site, "site", SiteName.init)
        let policyName = try Self.name(name, "name", PolicyName.init)
        let found: PolicyVersion?
        if let version {
            found = try visit { ledger, loop throws(DatabaseError) in
                try await ledger.reader.policy(policyName, version: version, of: siteName, on: loop)
            }
        } else {
            found = try newestPolicies(site: site).first { $0.name == policyName }
        }
        guard let found else { throw CommandFailure.refused("\(site) has no such policy") }
        return found.document
    }

    /// What of a site's policies does not survive a failover.
    ///
    /// - Parameter name: Nil means each of them.
    package func lint(site: String, name: String?, _ lint: FailoverLint) throws -> LintReport {
        let versions = try newestPolicies(site: site).filter { name == nil || $0.name.description == name }
        if name != nil, versions.isEmpty { throw CommandFailure.refused("\(site) has no such policy") }
        return lint.report(
            try versions.map { version in
                let policy = try PolicyDocument(version.document, called: "\(version.name)").policy
                return (version.name.description, policy)
            })
    }

    private func newestPolicies(site: String) throws -> [PolicyVersion] {
        let site = try Self.name(site, "site", SiteName.init)
        return try visit { ledger, loop throws(DatabaseError) in
            try await ledger.reader.newestPolicies(of: site, on: loop)
        }
    }
}
