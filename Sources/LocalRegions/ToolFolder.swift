package import Foundation

/// The folder that `deploy/local/install` fills with tools from PyPI, chosen by the same rule.
package enum ToolFolder {
    package static var url: URL {
        let environment = ProcessInfo.processInfo.environment
        if let named = environment["EVERGRANT_CACHE"] { return URL(fileURLWithPath: named) }
        let home = environment["HOME"] ?? NSHomeDirectory()
        return URL(fileURLWithPath: environment["XDG_CACHE_HOME"] ?? home + "/.cache").appending(path: "evergrant")
    }
}
