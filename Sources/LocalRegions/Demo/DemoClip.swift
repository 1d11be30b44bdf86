package import Foundation

/// Eight seconds of test picture and tone, and what a packager makes of them.
package struct DemoClip: Sendable {
    package let source: URL
    private let tools: MediaTools

    /// Renders the clip: 640x360, 25 frames a second, H.264 and AAC, a key frame every two seconds.
    package static func render(in folder: URL, with tools: MediaTools) async throws -> DemoClip {
        let source = folder.appending(path: "clip.mp4")
        let arguments = [
            "-loglevel", "error", "-y",
            "-f", "lavfi", "-i", "testsrc2=size=640x360:rate=25:duration=8",
            "-f", "lavfi", "-i", "sine=frequency=440:duration=8",
            "-c:v", "libx264", "-profile:v", "main", "-pix_fmt", "yuv420p", "-g", "50", "-sc_threshold", "0",
            "-c:a", "aac", "-ac", "2", source.path,
        ]
        try await Command(tools.ffmpeg.path, arguments).run()
        return DemoClip(source: source, tools: tools)
    }

    /// Encrypts the clip with Shaka Packager into `folder`, under the keys that the server gave.
    package func packaged(scheme: String, keys: [PackagerAPI.Key], in folder: URL) async throws -> PackagedClip {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let manifest = folder.appending(path: "stream.mpd")
        let labels = keys.map { "label=\($0.type):key_id=\($0.keyIDHex):key=\($0.keyHex)" }
        let arguments = [
            stream("video", label: "SD", in: folder), stream("audio", label: "AUDIO", in: folder),
            "--protection_scheme", scheme, "--enable_raw_key_encryption", "--keys", labels.joined(separator: ","),
            "--protection_systems", "CommonSystem", "--clear_lead", "0", "--segment_duration", "2",
            "--generate_static_live_mpd", "--mpd_output", manifest.path,
        ]
        try await Command(tools.packager.path, arguments).run()
        return try PackagedClip(readingFrom: folder, manifest: manifest)
    }

    private func stream(_ kind: String, label: String, in folder: URL) -> String {
        let output = folder.appending(path: kind).path
        return "in=\(source.path),stream=\(kind),init_segment=\(output)/init.mp4,"
            + "segment_template=\(output)/$Number$.m4s,drm_label=\(label)"
    }
}
