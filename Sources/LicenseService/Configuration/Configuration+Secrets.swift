internal import Daemon

extension Configuration {
    /// Every secret that it names.
    var secrets: [SecretSetting] {
        var secrets = [SecretSetting("keyEncryptionKeyFile", keyEncryptionKeyFile)]
        if let file = database.passwordFile { secrets.append(SecretSetting("database.passwordFile", file)) }
        secrets += listeners.public.secrets("listeners.public")
        secrets += listeners.cleartext?.secrets("listeners.cleartext") ?? []
        secrets += listeners.operator.secrets("listeners.operator")
        return secrets + systems.secrets
    }
}

extension Configuration.Systems {
    fileprivate var secrets: [SecretSetting] {
        var secrets: [SecretSetting] = []
        if let widevine {
            secrets.append(SecretSetting("drm.widevine.serviceKeyFile", widevine.service.keyFile))
            secrets += widevine.formerServices.secrets("drm.widevine.formerServices")
            secrets.append(SecretSetting("drm.widevine.renewalSecretFile", widevine.renewalSecretFile))
        }
        if let playReady {
            secrets.append(SecretSetting("drm.playready.serverKeyFile", playReady.serverKeyFile))
            secrets.append(SecretSetting("drm.playready.signerKeyFile", playReady.signerKeyFile))
        }
        if let fairPlay {
            secrets += fairPlay.certificates.secrets("drm.fairplay.certificates")
            if let file = fairPlay.deviceKeyFile { secrets.append(SecretSetting("drm.fairplay.deviceKeyFile", file)) }
        }
        return secrets
    }
}

extension [Configuration.CertificateFiles] {
    fileprivate func secrets(_ key: String) -> [SecretSetting] {
        enumerated().map { SecretSetting("\(key).\($0).keyFile", $1.keyFile) }
    }
}
