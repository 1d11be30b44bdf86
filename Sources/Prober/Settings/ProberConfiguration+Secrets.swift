internal import Daemon

extension ProberConfiguration {
    /// Every secret that it names.
    var secrets: [SecretSetting] {
        var secrets = [SecretSetting("vantageSecretFile", vantageSecretFile)] + listener.secrets("listener")
        if case .dynamicUpdate(let settings) = steering {
            secrets.append(SecretSetting("dns.keyFile", settings.keyFile))
        }
        if let webhook = alarms.webhook {
            secrets.append(SecretSetting("alarms.webhook.secretFile", webhook.secretFile))
        }
        if let file = alarms.mail?.passwordFile { secrets.append(SecretSetting("alarms.mail.passwordFile", file)) }
        return secrets
    }
}
