/// The limits of what this target takes, sends and waits for.
package enum AmazonLimits {
    /// Data points in one `PutMetricData` (CloudWatch's own limit).
    package static let dataPerCall = 1000

    /// Characters of an SNS subject, printable ASCII only (SNS's own limit).
    package static let subjectCharacters = 100

    /// Bytes of an SNS message (SNS's own limit).
    package static let messageBytes = 256 << 10

    /// Changes in one batch of ours: a name and its epoch, old and new, and room for more.
    package static let changesPerBatch = 16

    /// Bytes of an answer that are read: a full page of 300 record sets takes some 100 KiB.
    package static let answerBytes = 512 << 10

    /// Bytes of an answer with credentials; a session token may take 4 KiB.
    package static let credentialBytes = 64 << 10

    /// Bytes of a token file: a web identity token is a JWT of under 4 KiB.
    package static let tokenFileBytes = 64 << 10

    /// Elements an XML answer may hold, and how deep they may nest.
    package static let elementsMax = 20_000
    package static let elementDepthMax = 24

    /// Characters of a service's words that an error of ours repeats.
    package static let reasonCharacters = 200

    /// What one call may take, credentials included twice over; a caller may ask for less.
    package static let callDeadline = Duration.seconds(10)

    /// The metadata service is in the same machine: what takes longer is not there.
    package static let metadataDeadline = Duration.seconds(1)

    /// Credentials are renewed this long before they expire.
    package static let renewalLead = Duration.seconds(300)

    /// After a renewal that failed, the old credentials are used for this long before the next attempt.
    package static let renewalPause = Duration.seconds(30)
}
