internal import Amazon
package import Bytes
internal import Cryptography
package import Daemon
internal import HTTPClient
package import Logging
internal import Mail
package import Reactor

extension Deliveries {
    /// One channel for each section; every file they name is read, every address understood, and nobody is called yet.
    ///
    /// - Parameters:
    ///   - key: The section's place in the configuration, for errors.
    ///   - environment: Where systemd says credentials are, and AWS's SDKs look for theirs.
    package convenience init(
        _ settings: AlarmSettings, at key: String, vantage: String, environment: [String: String],
        resolver: NameResolver, logger: Logger, wallClock: @escaping () -> Timestamp
    ) throws(ConfigurationError) {
        let builder = ChannelBuilder(
            key: key, vantage: vantage, environment: environment, resolver: resolver, wallClock: wallClock)
        self.init(
            channels: try builder.channels(settings), metrics: try builder.metricChannels(settings), logger: logger)
    }
}

/// Makes channels out of settings.
private struct ChannelBuilder {
    let key: String
    let vantage: String
    let environment: [String: String]
    let resolver: NameResolver
    let wallClock: () -> Timestamp

    func channels(_ settings: AlarmSettings) throws(ConfigurationError) -> [any DeliveryChannel<Notice>] {
        var channels: [any DeliveryChannel<Notice>] = []
        if let sns = settings.sns { channels.append(try topic(sns)) }
        if let webhook = settings.webhook { channels.append(try self.webhook(webhook)) }
        if let mail = settings.mail { channels.append(try self.mail(mail)) }
        return channels
    }

    func metricChannels(_ settings: AlarmSettings) throws(ConfigurationError) -> [any DeliveryChannel<[MetricPoint]>] {
        guard let settings = settings.cloudWatch else { return [] }
        let client = try client(for: "cloudwatch")
        let cloudWatch = CloudWatch(region: settings.region, endpoint: settings.endpoint, client: client)
        return [CloudWatchChannel(cloudWatch: cloudWatch, namespace: settings.namespace)]
    }

    private func topic(_ settings: AlarmSettings.SNS) throws(ConfigurationError) -> TopicChannel {
        let topic = Topic(
            arn: settings.topicARN, region: settings.region, endpoint: settings.endpoint,
            client: try client(for: "sns"))
        return TopicChannel(topic: topic, vantage: vantage)
    }

    /// A client for each: one that waits for credentials does not hold up another.
    private func client(for section: String) throws(ConfigurationError) -> AmazonClient {
        do throws(TLSFailure) {
            return try AmazonClient(environment: environment, resolver: resolver, wallClock: wallClock)
        } catch {
            throw ConfigurationError("\(key).\(section)", "\(error)")
        }
    }

    private func webhook(_ settings: AlarmSettings.Webhook) throws(ConfigurationError) -> WebhookChannel {
        let place = "\(key).webhook"
        let address: HTTPAddress
        do { address = try HTTPAddress(parsing: settings.url) } catch {
            throw ConfigurationError("\(place).url", error.rawValue)
        }
        let trust: TLSClientContext
        do { trust = try TLSClientContext(trustAnchorsFile: settings.trustAnchorsFile) } catch {
            throw ConfigurationError("\(place).trustAnchorsFile", "\(error)")
        }
        let secret = try SecretFile.read(settings.secretFile, for: "\(place).secretFile", environment: environment)
        guard let line = secret.firstLine, line.count >= 16 else {
            throw ConfigurationError("\(place).secretFile", "must hold at least 16 bytes on its first line")
        }
        return WebhookChannel(
            address: address, secret: line, vantage: vantage,
            requester: HTTPRequester(trust: trust, resolver: resolver), wallClock: wallClock)
    }

    private func mail(_ settings: AlarmSettings.Mailing) throws(ConfigurationError) -> MailChannel {
        let place = "\(key).mail"
        if let complaint = Mailer.complaint { throw ConfigurationError(place, "needs libcurl: \(complaint)") }
        var login: MailRelay.Login?
        if let user = settings.user, let file = settings.passwordFile {
            let secret = try SecretFile.read(file, for: "\(place).passwordFile", environment: environment)
            guard let password = secret.firstLine else {
                throw ConfigurationError("\(place).passwordFile", "is empty")
            }
            login = MailRelay.Login(user: user, password: password)
        }
        guard let from = MailAddress(settings.from),
            let encryption = MailRelay.Encryption(rawValue: settings.encryption)
        else { throw ConfigurationError(place, "cannot be used") }
        let relay = MailRelay(
            host: settings.relay, port: settings.port, encryption: encryption,
            trustAnchorsFile: settings.trustAnchorsFile, login: login)
        return MailChannel(mailer: Mailer(relay: relay), from: from, to: settings.to.compactMap(MailAddress.init))
    }
}

extension Secret {
    /// What stands before the first line end; nil when that is nothing.
    fileprivate var firstLine: Secret? {
        withBytes { bytes in
            let end = bytes.indices.first { bytes[$0] == 0x0A || bytes[$0] == 0x0D } ?? bytes.count
            guard end > 0 else { return nil }
            return Secret(count: end) { line in
                for index in 0..<end { line[index] = bytes[index] }
            }
        }
    }
}
