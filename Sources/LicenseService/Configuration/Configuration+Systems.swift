internal import Daemon

extension Configuration {
    /// The DRM systems besides Clear Key, which needs nothing of the operator; one whose section is missing is off.
    package struct Systems: Equatable, Sendable {
        /// Threads that open challenges and write licenses.
        package var threadCount = 1
        /// Challenges of each system that may wait for one of them.
        package var waitingMax = 256
        /// Whether what `evergrant testkit` makes will do: then anybody can make devices that get licenses.
        package var allowsTestMaterial = false
    }
}

extension SettingsReader {
    /// - Parameter processorCount: One is left to the loops, when there are several.
    mutating func systems(
        _ key: String, processorCount: Int
    ) throws(ConfigurationError) -> Configuration.Systems {
        var section = try section(key)
        var systems = Configuration.Systems()
        systems.threadCount = try section.integer("threads", in: 1...64, default: min(64, max(1, processorCount - 1)))
        systems.waitingMax = try section.integer("waiting", in: 1...10_000, default: systems.waitingMax)
        systems.allowsTestMaterial =
            try section.optional("allowTestMaterial", { Bool($0) }, "true or false") ?? systems.allowsTestMaterial
        try section.finish()
        return systems
    }
}
