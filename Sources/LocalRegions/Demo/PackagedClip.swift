internal import Foundation

/// The files of a packaged clip, as the demo page wants to read them.
package struct PackagedClip: Codable, Equatable, Sendable {
    package struct Track: Codable, Equatable, Sendable {
        /// For `MediaSource.addSourceBuffer`.
        package let type: String
        /// Relative to the clip's folder, the initialization segment first.
        package let segments: [String]
    }

    package let tracks: [Track]

    /// Lists what the packager wrote; the codecs come from its MPD.
    init(readingFrom folder: URL, manifest: URL) throws {
        let text = try String(contentsOf: manifest, encoding: .utf8)
        tracks = try ["video", "audio"].map { kind in
            let pattern = try Regex("codecs=\"([^\"]+)\" mimeType=\"\(kind)/mp4\"", as: (Substring, Substring).self)
            guard let codecs = text.firstMatch(of: pattern)?.output.1 else {
                throw LocalRegionsFailure.unexpectedAnswer("No codecs for \(kind) in \(manifest.path).")
            }
            let files = try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: kind).path)
            let numbers = files.filter { $0.hasSuffix(".m4s") }.compactMap { Int($0.dropLast(4)) }.sorted()
            return Track(
                type: "\(kind)/mp4; codecs=\"\(codecs)\"",
                segments: ["\(kind)/init.mp4"] + numbers.map { "\(kind)/\($0).m4s" })
        }
    }
}
