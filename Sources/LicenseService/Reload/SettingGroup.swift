internal import Daemon

/// Settings that change together or not at all while the server runs; the list below has every one there is.
struct SettingGroup: Sendable {
    /// As the manual writes it.
    let name: String
    let differs: @Sendable (Configuration, Configuration) -> Bool
    /// Nil when it needs a restart.
    let adopt: (@Sendable (inout Configuration, Configuration) -> Void)?

    static let all: [SettingGroup] = [
        .reloads("cache.freshForSeconds", \.cache.freshFor),
        .reloads("cache.usableForSeconds", \.cache.usableFor),
        .restarts("cache.keysMax", \.cache.keysMax),
        .restarts("database", \.database),
        .reloads("draining", \.draining),
        .reloads("durability.confirmWithinSeconds", \.confirmWithin),
        .reloads("health.lagWarningSeconds", \.health),
        .restarts("journal", \.journal),
        .reloads("keyEncryptionKeyFile", \.keyEncryptionKeyFile),
        .reloads("keyEncryptionKeyVersion", \.keyEncryptionKeyVersion),
        .restarts("listeners", \.listeners),
        .reloads("log.level", \.logLevel),
        .restarts("loops", \.loopCount),
        // Read by `evergrant migrate` alone.
        .reloads("migrationsDirectory", \.migrationsDirectory),
        .restarts("peers", \.peers),
        .reloads("peerIntervalSeconds", \.peerInterval),
        .reloads("publicURL", \.publicURL),
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
