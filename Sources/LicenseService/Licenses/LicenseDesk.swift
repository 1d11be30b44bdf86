internal import Bytes
internal import LicenseStore
internal import Licensing
internal import Postgres
internal import Reactor

/// Where a loop judges license requests: what it knows of tokens, policies and keys, and how it learns more.
///
/// A request whose answer is known takes no task and no query. What is not known is asked for once, and then the
/// request is judged again from the start, so there is one way to grant and not two.
final class LicenseDesk {
    private let database: Database
    let reader: LicenseReader
    let lookup: KeyLookup
    let wrapper: KeyWrapper
    private let headers = TokenHeaders()
    private let verified = VerifiedTokens()
    let verifiers: FreshCache<TokenKeyName, LearnedVerifier>
    let policies: FreshCache<SiteName, SitePolicies>
    let keys: KeyCache<[ContentKeyRow]>
    let contents: FreshCache<SiteContent, [KeyID]>
    /// Where the few licenses are counted that a policy or a token wants counted.
    let admissions: AdmissionDesk

    init(
        _ database: Database, wrapper: KeyWrapper, cache: Configuration.Cache, within limit: Duration,
        counts: AdmissionCounts = AdmissionCounts()
    ) {
        self.database = database
        reader = LicenseReader(database, within: limit)
        lookup = KeyLookup(database, within: limit)
        self.wrapper = wrapper
        admissions = AdmissionDesk(LicenseLedger(database, within: limit), counts: counts)
        verifiers = FreshCache(freshFor: cache.freshFor, usableFor: cache.usableFor, countMax: 10_000)
        policies = FreshCache(freshFor: cache.freshFor, usableFor: cache.usableFor, countMax: 10_000)
        keys = KeyCache(freshFor: cache.freshFor, usableFor: cache.usableFor, countMax: cache.keysMax)
        contents = FreshCache(
            freshFor: cache.freshFor, usableFor: cache.usableFor, countMax: min(cache.keysMax, Self.contentsMax))
    }

    /// A content's key IDs take up to a kilobyte.
    private static let contentsMax = 10_000

    /// Whether what is no longer fresh is not made do with.
    var isDatabaseReachable: Bool { database.isReachable }

    /// From now on what is remembered is believed for as long as `cache` says.
    func adopt(_ cache: Configuration.Cache) {
        (verifiers.freshFor, verifiers.usableFor) = (cache.freshFor, cache.usableFor)
        (policies.freshFor, policies.usableFor) = (cache.freshFor, cache.usableFor)
        (keys.freshFor, keys.usableFor) = (cache.freshFor, cache.usableFor)
        (contents.freshFor, contents.usableFor) = (cache.freshFor, cache.usableFor)
    }

    /// A request's token, which may be known already.
    func token(in bytes: Span<UInt8>) throws(TokenRefusal) -> PresentedToken {
        try PresentedToken(parsing: bytes, knowing: headers, verified)
    }

    /// What has to be read before a request can be judged.
    enum Missing {
        case verifier(TokenKeyName)
        case policies(SiteName)
        /// Its key IDs: the request names a content and no key.
        case content(SiteContent)
        case keys([KeyID])
        /// Whether the license may leave: all else is known, and it is to be counted.
        case admittance(AdmissionAsk)
    }

    enum Verdict: ~Copyable {
        case granted(ApprovedLicense)
        case missing(Missing)
    }

    /// Judges with what is known: what is fresh, or while the database is silent what is still usable, at once.
    ///
    /// - Parameter read: What was read for this very request; it counts where a cache knows nothing.
    func judgeKnown(
        _ request: LicenseRequest, by token: PresentedToken, with read: JustRead = JustRead(), at moment: Moment
    ) throws(LicenseFailure) -> Verdict {
        try judgeKnown(request, by: token, with: read, at: moment, isDatabaseSilent: !isDatabaseReachable)
    }

    func judgeKnown(
        _ request: LicenseRequest, by token: PresentedToken, with read: JustRead, at moment: Moment,
        isDatabaseSilent isSilent: Bool
    ) throws(LicenseFailure) -> Verdict {
        let now = moment.monotonic
        let verifier = verifiers.find(token.keyName, at: now, isDatabaseSilent: isSilent)
        guard case .known(let learned) = verifier.otherwise(read.verifier) else {
            return .missing(.verifier(token.keyName))
        }
        let verified = try check(token, by: learned?.verifier, at: moment.wall)
        let audience = verified.claims.audience
        let policies = policies.find(audience, at: now, isDatabaseSilent: isSilent)
        guard case .known(let site) = policies.otherwise(read.policies) else {
            return .missing(.policies(audience))
        }
        if request.keyIDs.isEmpty, let content = request.content {
            let whole = SiteContent(site: audience, name: content)
            let keyIDs = contents.find(whole, at: now, isDatabaseSilent: isSilent)
            guard case .known(let known) = keyIDs.otherwise(read.keyIDs(of: whole)) else {
                return .missing(.content(whole))
            }
            let request = request.asking(for: known ?? [])
            return try judge(request, by: verified, of: site, with: read, at: moment, isDatabaseSilent: isSilent)
        }
        return try judge(request, by: verified, of: site, with: read, at: moment, isDatabaseSilent: isSilent)
    }

    /// Judges a request that names its keys, once its token and its site are known.
    private func judge(
        _ request: LicenseRequest, by token: VerifiedToken, of site: SitePolicies?, with read: JustRead,
        at moment: Moment, isDatabaseSilent isSilent: Bool
    ) throws(LicenseFailure) -> Verdict {
        var found: [FoundKey] = []
        var unknown: [KeyID] = []
        for keyID in request.keyIDs {
            switch keys.find(keyID, at: moment.monotonic, isDatabaseSilent: isSilent).otherwise(read.rows(of: keyID)) {
            case .known(let rows?) where unknown.isEmpty: try unwrap(rows, of: token.claims.audience, into: &found)
            case .known: break
            case .unknown: unknown.append(keyID)
            }
        }
        guard unknown.isEmpty else { return .missing(.keys(unknown)) }
        return try counted(approve(request, token, found, site, at: moment.wall), read)
    }

    /// Most licenses are counted nowhere, which costs them a look.
    private func counted(
        _ license: consuming ApprovedLicense, _ read: JustRead
    ) throws(LicenseFailure) -> Verdict {
        guard let ask = AdmissionAsk(license) else { return .granted(license) }
        switch read.admittance {
        case nil: return .missing(.admittance(ask))
        case .admitted, .admittedUnchecked: return .granted(license)
        case .refused(let reason): throw .refused(RefusedLicense(license, because: reason))
        }
    }

    /// Judges, reading whatever is missing; a database that does not answer is made up for by what is still usable.
    func judge(
        _ request: LicenseRequest, by token: PresentedToken, on loop: isolated EventLoop
    ) async throws(LicenseFailure) -> ApprovedLicense {
        var read = JustRead()
        // A token names its key, a site its policies, a request its keys: what was read is not missing again.
        while true {
            switch try judgeKnown(request, by: token, with: read, at: .now(on: loop)) {
            case .granted(let license): return license
            case .missing(let missing):
                do throws(DatabaseError) {
                    try await learn(missing, into: &read, on: loop)
                } catch {
                    return try judgeFromMemory(request, by: token, with: read, after: error, at: .now(on: loop))
                }
            }
        }
    }

    /// Judges after what was missing has been `read`, or could not be.
    func judge(
        _ request: LicenseRequest, by token: PresentedToken, after read: Result<JustRead, DatabaseError>,
        at moment: Moment
    ) throws(LicenseFailure) -> Verdict {
        switch read {
        case .success(let read): try judgeKnown(request, by: token, with: read, at: moment)
        case .failure(let error):
            .granted(try judgeFromMemory(request, by: token, with: JustRead(), after: error, at: moment))
        }
    }

    private func judgeFromMemory(
        _ request: LicenseRequest, by token: PresentedToken, with read: JustRead, after error: DatabaseError,
        at moment: Moment
    ) throws(LicenseFailure) -> ApprovedLicense {
        switch try judgeKnown(request, by: token, with: read, at: moment, isDatabaseSilent: true) {
        case .granted(let license): return license
        case .missing: throw .database(error)
        }
    }

    func check(
        _ token: PresentedToken, by verifier: TokenVerifier?, at now: Timestamp
    ) throws(LicenseFailure) -> VerifiedToken {
        guard let verifier else { throw .token(.unknownKey) }
        do throws(TokenRefusal) { return try verifier.check(token, at: now, remembering: verified) } catch {
            throw .token(error)
        }
    }

    private func approve(
        _ request: LicenseRequest, _ token: VerifiedToken, _ found: [FoundKey], _ site: SitePolicies?,
        at now: Timestamp
    ) throws(LicenseFailure) -> ApprovedLicense {
        do throws(LicenseRefusal) {
            return try Licensing.judge(
                request, by: token.claims, keys: found, policy: site?.bounding ?? .unlimited, named: site?.named ?? [:],
                at: now)
        } catch {
            let policy = site?.bounding ?? .unlimited
            throw .refused(RefusedLicense(request, by: token.claims, policy: policy, because: error))
        }
    }

    private func unwrap(
        _ rows: [ContentKeyRow], of site: SiteName, into found: inout [FoundKey]
    ) throws(LicenseFailure) {
        do throws(KeyWrapFailure) {
            for row in rows where row.site == site {
                let key = try wrapper.unwrap(row.key, site: row.site, content: row.content)
                found.append(FoundKey(site: row.site, content: row.content, key: key))
            }
        } catch {
            throw .unwrapping(error)
        }
    }
}

/// Why a request gets no license; the bridge to `Problem` decides what strangers hear of it.
enum LicenseFailure: Error {
    case token(TokenRefusal)
    /// The token was good, so there is a record to be kept.
    case refused(RefusedLicense)
    case database(DatabaseError)
    case unwrapping(KeyWrapFailure)
}
