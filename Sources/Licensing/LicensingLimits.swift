/// The bounds on what peers may send to the domain; each reader quotes its own.
package enum LicensingLimits {
    /// Bytes in the name of a site, a token key or a policy: they are typed by people and stand in every log line.
    package static let siteNameLengthMax = 64
    /// Bytes in the name of a content: room for a URN or two UUIDs.
    package static let contentNameLengthMax = 200

    /// Key IDs in one license request: a packager that rotates keys lists 50 in one `pssh` box.
    package static let requestedKeysMax = 64
    /// Tracks in one content request: a burst of 10 crypto periods of five track types is 50.
    package static let tracksMax = 64

    /// Bytes in a license token: DASH-IF asks for 5,000 characters, and a header line carries no more than 8 KiB.
    package static let tokenLengthMax = 8 * 1024
    /// Key IDs a token may name, and policies it may carry.
    package static let tokenKeysMax = 64
    /// Bytes in `iss`, `sub` and `jti`: they are copied into each issuance record.
    package static let tokenTextLengthMax = 255

    /// Bytes in a policy document.
    package static let policyLengthMax = 16 * 1024
    /// Rules of one kind, of PlayReady's outputs, that a policy may list: the compliance rules know fewer.
    package static let outputRulesMax = 16
    /// Bytes of one such rule: the longest known has eight.
    package static let outputRuleLengthMax = 64
    /// Devices that a policy may allow a subject; whoever wants more does not want a limit.
    package static let devicesPerSubjectMax = 1_000
    /// How long a license may live: ten years, which is to say for ever.
    package static let licenseDurationMax = Duration.seconds(10 * 366 * 86_400)
    /// How long a license lives when neither the policy nor the token says.
    package static let licenseDurationDefault = Duration.seconds(24 * 3_600)

    /// Bytes in an `Authorization` field before anybody decodes it.
    package static let authorizationLengthMax = 1_024
    /// Bytes in the name of a packager's certificate: a host name or a short URI.
    package static let certificateNameLengthMax = 253
    /// Bytes in a file of key-encryption keys: a hundred versions.
    package static let keyFileLengthMax = 8 * 1024
}
