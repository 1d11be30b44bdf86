internal import Foundation

/// Programs that Debian keeps where the PATH of ordinary users does not look.
enum SystemProgram {
    static func find(_ name: String) throws(LocalRegionsFailure) -> String {
        let path = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
        let places = (path + ["/usr/sbin", "/sbin", "/usr/local/sbin"]).map { "\($0)/\(name)" }
        guard let found = places.first(where: FileManager.default.isExecutableFile) else {
            throw .missingProgram(name)
        }
        return found
    }
}
