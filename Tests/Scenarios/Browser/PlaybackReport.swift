import Foundation
import LocalRegions

/// What the demo page says about one playback: `window.evergrant` of `deploy/local/page/player.js`.
struct PlaybackReport: Decodable {
    struct Attempt: Decodable {
        let region: String
        let status: Int?
        let `protocol`: String?
    }

    let state: String
    let grantedBy: String?
    let `protocol`: String?
    let error: String?
    let attempts: [Attempt]
    let frames: Int
    let currentTime: Double
}

extension Browser {
    /// Opens the demo page and returns once two seconds of the clip were decoded and shown.
    ///
    /// - Parameter region: "seoul", "tokyo", or "auto" for where the name points.
    func play(_ clip: String, on page: DemoPage, region: String) async throws -> PlaybackReport {
        let choice = [
            URLQueryItem(name: "clip", value: clip), URLQueryItem(name: "region", value: region),
            URLQueryItem(name: "secure", value: "only"),
        ]
        try await visit(page.url.appending(queryItems: choice))
        try await eventually("\(clip) plays with a license from \(region)", within: .seconds(60)) {
            let report: PlaybackReport = try await value(of: "window.evergrant")
            if report.state == "failed" { throw LocalRegionsFailure.unexpectedAnswer("\(report)") }
            return report.currentTime >= 2 && report.frames >= 45
        }
        return try await value(of: "window.evergrant")
    }
}
