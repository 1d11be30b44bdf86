internal import Daemon

/// Settings that change together or not at all while the server runs; the list below has every one there is.
struct SettingGroup: Sendable {
    /// As the manual writes it.
    let name: String
    let differs: @Sendable (Configuration, Configuration) -> Bool
    /// Nil when it needs a restart.
    let adopt: (@Sendable (inout Configuration, Configuration) -> Void)?

    static let all: [SettingGroup] = [
        .reloads("accessLog", \.accessLog),
        .reloads("cache.freshForSeconds", \.cache.freshFor),
        .reloads("cache.usableForSeconds", \.cache.usableFor),
        .restarts("cache.keysMax", \.cache.keysMax),
        .restarts("database", \.database),
        .reloads("draining", \.draining),
        .reloads("drm.allowTestMaterial", \.systems.allowsTestMaterial),
        .reloads("drm.fairplay", \.systems.fairPlay),
        .reloads("drm.playready", \.systems.playReady),
        .reloads("drm.widevine", \.systems.widevine),
        .restarts("drm.threads", \.systems.threadCount),
        .restarts("drm.waiting", \.systems.waitingMax),
        .reloads("durability.confirmWithinSeconds", \.confirmWithin),
        .reloads("health.lagWarningSeconds", \.health),
        .restarts("journal", \.journal),
        .reloads("keyEncryptionKeyFile", \.keyEncryptionKeyFile),
        .reloads("keyEncryptionKeyVersion", \.keyEncryptionKeyVersion),
        .restarts("limits", \.limits),
        .restarts("listeners", \.listeners.places),
        .reloads("listeners.cleartext.tls", \.listeners.files.cleartext),
        .reloads("listeners.operator.tls", \.listeners.files.operator),
        .reloads("listeners.public.tls", \.listeners.files.public),
        .reloads("log.level", \.logLevel),
        .restarts("loops", \.loopCount),
        // Read by `evergrant migrate` alone.
        .reloads("migrationsDirectory", \.migrationsDirectory),
        .restarts("peers", \.peers),
        .reloads("peerIntervalSeconds", \.peerInterval),
        .reloads("publicURL", \.publicURL),
        .restarts("proxies", \.proxies),
        .restarts("region", \.region),
        .restarts("stateDirectory", \.stateDirectory),
    ]

    private static func reloads<Value: Equatable & SendableMetatype>(
        _ name: String, _ path: any WritableKeyPath<Configuration, Value> & Sendable
    ) -> SettingGroup {
        SettingGroup(
            name: name, differs: { $0[keyPath: path] != $1[keyPath: path] },
            adopt: { $0[keyPath: path] = $1[keyPath: path] })
    }

    private static func restarts<Value: Equatable & SendableMetatype>(
        _ name: String, _ path: any KeyPath<Configuration, Value> & Sendable
    ) -> SettingGroup {
        SettingGroup(name: name, differs: { $0[keyPath: path] != $1[keyPath: path] }, adopt: nil)
    }
}

/// What a file that was read again changes.
struct ConfigurationChange: Equatable, Sendable {
    /// What the server goes on with: all that may change taken from the file, and the rest as it was.
    let configuration: Configuration
    let changed: [String]
    /// Changed in the file, and not in the server before its next start.
    let needsRestart: [String]

    init(from old: Configuration, to new: Configuration) {
        var (merged, changed, needsRestart) = (old, [String](), [String]())
        for group in SettingGroup.all where group.differs(old, new) {
            if let adopt = group.adopt {
                adopt(&merged, new)
                changed.append(group.name)
            } else {
                needsRestart.append(group.name)
            }
        }
        (configuration, self.changed, self.needsRestart) = (merged, changed, needsRestart)
    }
}

extension Configuration.Listeners {
    /// Where somebody listens, and whether in clear; that is bound once.
    struct Place: Equatable {
        let address: String
        let port: UInt16
        let isSecure: Bool

        init(_ settings: ListenerSettings) {
            (address, port, isSecure) = (settings.address, settings.port, settings.tls != nil)
        }
    }

    var places: [Place?] { [Place(self.public), cleartext.map(Place.init), Place(self.operator)] }

    /// The files of each listener that has any: a listener that speaks in clear goes on so.
    struct Files: Equatable {
        var `public`: TLSFiles?
        var cleartext: TLSFiles?
        var `operator`: TLSFiles?
    }

    var files: Files {
        get { Files(public: self.public.tls, cleartext: cleartext?.tls, operator: self.operator.tls) }
        set {
            if let files = newValue.public, self.public.tls != nil { self.public.tls = files }
            if let files = newValue.cleartext, cleartext?.tls != nil { cleartext?.tls = files }
            if let files = newValue.operator, self.operator.tls != nil { self.operator.tls = files }
        }
    }
}
