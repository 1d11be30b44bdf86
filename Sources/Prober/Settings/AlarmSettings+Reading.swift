internal import Daemon

extension SettingsReader {
    mutating func alarms(_ key: String) throws(ConfigurationError) -> AlarmSettings {
        var section = try section(key)
        let alarms = AlarmSettings(
            cloudWatch: try section.cloudWatch("cloudwatch"), sns: try section.sns("sns"),
            webhook: try section.webhook("webhook"), mail: try section.mail("mail"))
        try section.finish()
        return alarms
    }

    private mutating func cloudWatch(_ key: String) throws(ConfigurationError) -> AlarmSettings.CloudWatch? {
        guard var section = try optionalSection(key) else { return nil }
        let settings = AlarmSettings.CloudWatch(
            region: try section.string("region"), namespace: try section.optionalString("namespace") ?? "Evergrant",
            endpoint: try section.optionalString("endpoint"))
        try section.finish()
        return settings
    }

    private mutating func sns(_ key: String) throws(ConfigurationError) -> AlarmSettings.SNS? {
        guard var section = try optionalSection(key) else { return nil }
        let settings = AlarmSettings.SNS(
            topicARN: try section.string("topicArn"), region: try section.string("region"),
            endpoint: try section.optionalString("endpoint"))
        try section.finish()
        return settings
    }

    private mutating func webhook(_ key: String) throws(ConfigurationError) -> AlarmSettings.Webhook? {
        guard var section = try optionalSection(key) else { return nil }
        let settings = AlarmSettings.Webhook(
            url: try section.string("url"), secretFile: try section.string("secretFile"))
        try section.finish()
        return settings
    }

    private mutating func mail(_ key: String) throws(ConfigurationError) -> AlarmSettings.Mail? {
        guard var section = try optionalSection(key) else { return nil }
        let settings = AlarmSettings.Mail(
            relay: try section.string("relay"), from: try section.string("from"), to: try section.string("to"),
            user: try section.optionalString("user"), passwordFile: try section.optionalString("passwordFile"))
        try section.finish()
        return settings
    }
}
