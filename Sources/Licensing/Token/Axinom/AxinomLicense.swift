internal import Bytes

/// The member `license` of an entitlement message: what holds for the license, for all systems and for each.
struct AxinomLicense {
    private static let members: [StaticString] = [
        "start_datetime", "expiration_datetime", "duration", "allow_persistence", "widevine", "playready", "fairplay",
    ]

    private static let renewalSpelling = RenewalSpelling(
        delay: "renewal_delay", retryInterval: "renewal_retry_interval", recoveryDuration: "renewal_recovery")

    private var common = LicensePolicy.unlimited
    private var bySystem: [DRMSystem: LicensePolicy] = [:]

    init(_ license: JSONMembers?) throws(JSONError) {
        // A license is kept only where a message says so, and one without this member does not.
        common.terms.mayPersist = false
        guard let license else { return }
        try license.refuse(
            "concurrency_interval", "concurrency_grace_period", because: "streams are not counted here")
        try license.refuseMembers(except: Self.members)
        common.notBefore = try license.date("start_datetime")
        common.notAfter = try license.date("expiration_datetime")
        common.licenseDuration = try license.licenseDuration("duration")
        common.terms.mayPersist = try license.flag("allow_persistence") ?? false
        bySystem[.widevine] = try license.object("widevine").map(Self.widevine)
        bySystem[.playReady] = try license.object("playready").map(Self.playReady)
        bySystem[.fairPlay] = try license.object("fairplay").map(Self.fairPlay)
    }

    /// What the system's own block says instead of the common one, which it overrides as theirs does.
    func policy(of system: DRMSystem) -> LicensePolicy {
        guard let own = bySystem[system] else { return common }
        var policy = common
        policy.licenseDuration = own.licenseDuration ?? common.licenseDuration
        policy.terms = own.terms
        policy.terms.mayPersist = own.terms.mayPersist ?? common.terms.mayPersist
        return policy
    }

    private static func widevine(_ block: JSONMembers) throws(JSONError) -> LicensePolicy {
        if try block.flag("allow_playback") == false {
            throw .refused(member: "allow_playback", because: "a license that does not play is none")
        }
        try block.refuseFlags("renew_with_usage", because: "usage is not reported here")
        try block.refuseFlags("include_all_entitled_keys", because: "a license has the keys that were asked for")
        try block.refuse("renewal_url", because: "players renew where they got their license")
        try block.refuseMembers(except: [
            "playback_duration", "duration", "allow_persistence", "allow_playback", "allow_renewal", "renewal_delay",
            "renewal_recovery", "renewal_retry_interval", "renew_with_usage", "include_all_entitled_keys",
            // Durations are held to in any case.
            "real_time_duration_expiration", "real_time_playback_expiration",
        ])
        var policy = try common(block)
        if try block.flag("allow_renewal") == true { policy.terms.renewal = try renewal(block) }
        return policy
    }

    private static func renewal(_ block: JSONMembers) throws(JSONError) -> RenewalTerms {
        try RenewalTerms(block, spelled: renewalSpelling, "a number of seconds, as renewal is allowed")
    }

    private static func playReady(_ block: JSONMembers) throws(JSONError) -> LicensePolicy {
        try block.refuse("custom_data", because: "licenses carry no data of the site's own")
        try block.refuseFlags("real_time_expiration", because: "licenses end between plays")
        try block.refuseMembers(except: ["playback_duration", "duration", "allow_persistence", "real_time_expiration"])
        return try common(block)
    }

    private static func fairPlay(_ block: JSONMembers) throws(JSONError) -> LicensePolicy {
        try block.refuseFlags("ignore_keys_in_license_request", because: "a license has the key that was asked for")
        try block.refuseFlags("real_time_expiration", because: "leases end as Apple's devices hold to them")
        try block.refuseMembers(except: [
            "playback_duration", "duration", "allow_persistence", "real_time_expiration",
            "ignore_keys_in_license_request",
        ])
        return try common(block)
    }

    private static func common(_ block: JSONMembers) throws(JSONError) -> LicensePolicy {
        var policy = LicensePolicy(licenseDuration: try block.licenseDuration("duration"))
        policy.terms.playbackDuration = try block.licenseDuration("playback_duration")
        policy.terms.mayPersist = try block.flag("allow_persistence")
        return policy
    }
}
