package import Daemon
internal import FoundationEssentials
internal import Glibc

extension Configuration {
    /// Reads the file at `path`, overridden by this process's environment.
    package static func load(from path: String) throws(ConfigurationError) -> Configuration {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ConfigurationError("", "cannot read \(path)")
        }
        return try Configuration(
            text: String(decoding: data, as: UTF8.self), environment: ProcessInfo.processInfo.environment,
            processorCount: max(1, sysconf(CInt(_SC_NPROCESSORS_ONLN))))
    }
}
