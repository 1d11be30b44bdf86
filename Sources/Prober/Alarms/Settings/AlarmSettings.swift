/// Who is told and where results are kept; each channel is there only when its section is.
package struct AlarmSettings: Equatable, Sendable {
    package var cloudWatch: CloudWatch?
    package var sns: SNS?
    package var webhook: Webhook?
    package var mail: Mailing?

    package init() {}

    package struct CloudWatch: Equatable, Sendable {
        package var region: String
        package var namespace: String
        /// nil is Amazon's own.
        package var endpoint: String?
    }

    package struct SNS: Equatable, Sendable {
        package var topicARN: String
        package var region: String
        /// nil is Amazon's own.
        package var endpoint: String?
    }

    package struct Webhook: Equatable, Sendable {
        package var url: String
        /// A file or credential with what signs each message.
        package var secretFile: String
        /// nil trusts the machine's authorities.
        package var trustAnchorsFile: String?
    }

    package struct Mailing: Equatable, Sendable {
        /// A name or an address.
        package var relay: String
        package var port: UInt16
        /// `starttls`, `tls` or `none`.
        package var encryption: String
        /// nil trusts the machine's authorities.
        package var trustAnchorsFile: String?
        package var user: String?
        /// A file or credential.
        package var passwordFile: String?
        package var from: String
        package var to: [String]
    }
}
