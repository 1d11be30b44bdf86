package import Daemon
internal import HTTPClient
internal import Mail

extension SettingsReader {
    /// The section with one section for each channel.
    package mutating func alarms(_ key: String) throws(ConfigurationError) -> AlarmSettings {
        var section = try section(key)
        var alarms = AlarmSettings()
        alarms.cloudWatch = try section.cloudWatch("cloudwatch")
        alarms.sns = try section.sns("sns")
        alarms.webhook = try section.webhook("webhook")
        alarms.mail = try section.mail("mail")
        try section.finish()
        return alarms
    }

    private mutating func cloudWatch(_ key: String) throws(ConfigurationError) -> AlarmSettings.CloudWatch? {
        guard var section = try optionalSection(key) else { return nil }
        let settings = AlarmSettings.CloudWatch(
            region: try section.string("region"), namespace: try section.optionalString("namespace") ?? "Evergrant",
            endpoint: try section.url("endpoint"))
        try section.finish()
        return settings
    }

    private mutating func sns(_ key: String) throws(ConfigurationError) -> AlarmSettings.SNS? {
        guard var section = try optionalSection(key) else { return nil }
        let settings = AlarmSettings.SNS(
            topicARN: try section.string("topicArn"), region: try section.string("region"),
            endpoint: try section.url("endpoint"))
        guard settings.topicARN.hasPrefix("arn:") else { throw section.error("topicArn", "must be the ARN of a topic") }
        try section.finish()
        return settings
    }

    private mutating func webhook(_ key: String) throws(ConfigurationError) -> AlarmSettings.Webhook? {
        guard var section = try optionalSection(key) else { return nil }
        guard let url = try section.url("url") else { throw section.error("url", "is missing") }
        let settings = AlarmSettings.Webhook(
            url: url, secretFile: try section.string("secretFile"),
            trustAnchorsFile: try section.optionalString("trustAnchorsFile"))
        try section.finish()
        return settings
    }

    private mutating func mail(_ key: String) throws(ConfigurationError) -> AlarmSettings.Mailing? {
        guard var section = try optionalSection(key) else { return nil }
        let known = MailRelay.Encryption.allCases.map(\.rawValue).joined(separator: ", ")
        let encryption =
            try section.optional("encryption", MailRelay.Encryption.init(rawValue:), "one of \(known)") ?? .startTLS
        let port = try section.integer("port", in: 1...65535, default: encryption == .tls ? 465 : 587)
        let from = try section.addresses("from")
        let settings = AlarmSettings.Mailing(
            relay: try section.string("relay"), port: UInt16(port), encryption: encryption.rawValue,
            trustAnchorsFile: try section.optionalString("trustAnchorsFile"), user: try section.optionalString("user"),
            passwordFile: try section.optionalString("passwordFile"), from: from[0], to: try section.addresses("to"))
        guard from.count == 1 else { throw section.error("from", "must be one address") }
        guard (settings.user == nil) == (settings.passwordFile == nil) else {
            throw section.error("user", "and passwordFile belong together")
        }
        guard settings.user == nil || encryption != .none else {
            throw section.error("encryption", "must be starttls or tls where a password is sent")
        }
        try section.finish()
        return settings
    }

    /// At least one address; several are separated by commas.
    private mutating func addresses(_ key: String) throws(ConfigurationError) -> [String] {
        let parts = try string(key).split(separator: ",").map { $0.filter { $0 != " " } }
        guard (1...MailLimits.recipientsMax).contains(parts.count), parts.allSatisfy({ MailAddress($0) != nil }) else {
            throw error(key, "must be from 1 to \(MailLimits.recipientsMax) mail addresses, separated by commas")
        }
        return parts
    }

    private mutating func url(_ key: String) throws(ConfigurationError) -> String? {
        guard let url = try optionalString(key) else { return nil }
        do { _ = try HTTPAddress(parsing: url) } catch { throw self.error(key, error.rawValue) }
        return url
    }
}
