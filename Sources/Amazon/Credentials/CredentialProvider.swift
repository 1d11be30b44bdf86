package import Bytes
package import HTTPClient
package import Reactor

/// Holds the credentials of this process and renews them before they expire.
///
/// When a renewal fails the old ones are used on, even past their time: the service then decides, and an alarm is not
/// lost because a metadata service was slow.
package final class CredentialProvider {
    private let environment: [String: String]
    private let fetcher: CredentialFetcher
    private let wallClock: () -> Timestamp
    private var held: Credentials?
    private var isRenewing = false
    private var renewNotBefore = Timestamp.distantPast
    private var mustRenew = false

    /// - Parameter metadataDeadline: For each request to the machine's metadata service.
    package init(
        environment: [String: String], requester: HTTPRequester,
        metadataDeadline: Duration = AmazonLimits.metadataDeadline, wallClock: @escaping () -> Timestamp
    ) {
        self.environment = environment
        self.wallClock = wallClock
        fetcher = CredentialFetcher(
            requester: requester, environment: environment, metadataDeadline: metadataDeadline)
    }

    /// Credentials that are good now, as far as anybody knows.
    package func current(
        within deadline: Duration, on loop: isolated EventLoop
    ) async throws(CredentialFailure) -> Credentials {
        if let held, !isRenewalDue(held) { return held }
        isRenewing = true
        defer { isRenewing = false }
        do throws(CredentialFailure) {
            let source = try CredentialSource(environment: environment)
            let fresh = try await fetcher.fetch(from: source, within: deadline, on: loop)
            (held, mustRenew) = (fresh, false)
            return fresh
        } catch {
            renewNotBefore = wallClock() + AmazonLimits.renewalPause
            guard let held else { throw error }
            return held
        }
    }

    /// A service refused what we hold.
    package func renewAtNextUse() { mustRenew = true }

    private func isRenewalDue(_ credentials: Credentials) -> Bool {
        let now = wallClock()
        guard !isRenewing, now >= renewNotBefore else { return false }
        guard let expiresAt = credentials.expiresAt else { return mustRenew }
        return mustRenew || now + AmazonLimits.renewalLead >= expiresAt
    }
}
