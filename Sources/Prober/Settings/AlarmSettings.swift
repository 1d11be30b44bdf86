/// Who is told what; each is optional.
package struct AlarmSettings: Equatable, Sendable {
    package var cloudWatch: CloudWatch?
    package var sns: SNS?
    package var webhook: Webhook?
    package var mail: Mail?

    package struct CloudWatch: Equatable, Sendable {
        package var region: String
        package var namespace: String
        /// Nil is Amazon's own.
        package var endpoint: String?
    }

    package struct SNS: Equatable, Sendable {
        package var topicARN: String
        package var region: String
        /// Nil is Amazon's own.
        package var endpoint: String?
    }

    package struct Webhook: Equatable, Sendable {
        package var url: String
        /// What signs each message.
        package var secretFile: String
    }

    package struct Mail: Equatable, Sendable {
        /// As libcurl takes it: `smtp://relay.example.com:25`.
        package var relay: String
        package var from: String
        package var to: String
        package var user: String?
        package var passwordFile: String?
    }
}
