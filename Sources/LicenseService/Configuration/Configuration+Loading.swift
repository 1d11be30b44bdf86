package import Daemon
internal import Glibc
internal import Reactor

extension Configuration {
    /// An example with every setting has a few KiB.
    private static let bytesMax = 1 << 20

    /// Reads the file at `path`, overridden by this process's environment.
    package static func load(from path: String) throws(ConfigurationError) -> Configuration {
        var bytes: [UInt8] = []
        do throws(SystemError) { bytes = try WholeFile.read(path, atMost: bytesMax) } catch {
            throw ConfigurationError("", "cannot read \(path)")
        }
        return try Configuration(
            text: String(decoding: bytes, as: UTF8.self), environment: ThisProcess.environment,
            processorCount: max(1, sysconf(CInt(_SC_NPROCESSORS_ONLN))))
    }
}
