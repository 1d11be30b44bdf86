internal import CLinux
internal import Glibc

/// What this process has been given.
package enum ThisProcess {
    /// Its number among the machine's.
    package static var identifier: Int32 { getpid() }

    /// Its environment; of a name that is there twice, the first, as getenv(3) has it.
    package static var environment: [String: String] {
        var environment: [String: String] = [:]
        var next = unsafe CLinux_environment()
        while let line = unsafe next?.pointee {
            let parts = unsafe String(cString: line).split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2, environment[String(parts[0])] == nil {
                environment[String(parts[0])] = String(parts[1])
            }
            unsafe next = unsafe next?.advanced(by: 1)
        }
        return environment
    }
}
