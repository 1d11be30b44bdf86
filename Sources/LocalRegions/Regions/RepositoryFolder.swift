internal import Foundation

/// The folder of this package's sources: where migrations and the demo page are read from.
enum RepositoryFolder {
    /// The folder that `EVERGRANT_FOLDER` names, or the nearest one above the program that holds `Package.swift`.
    static func find() throws(LocalRegionsFailure) -> URL {
        if let named = ProcessInfo.processInfo.environment["EVERGRANT_FOLDER"] { return URL(fileURLWithPath: named) }
        let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        let here = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
        for start in [program, here] {
            if let folder = nearest(to: start) { return folder }
        }
        throw .unexpectedAnswer("No Package.swift above \(program.path); set EVERGRANT_FOLDER to the project's folder.")
    }

    private static func nearest(to start: URL) -> URL? {
        var folder = start
        while folder.path != "/" {
            let manifest = folder.appending(path: "Package.swift")
            if FileManager.default.fileExists(atPath: manifest.path) { return folder }
            folder.deleteLastPathComponent()
        }
        return nil
    }
}
