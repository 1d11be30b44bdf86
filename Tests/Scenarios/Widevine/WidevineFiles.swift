import Foundation
import LocalRegions

/// What `evergrant testkit widevine` made, in a folder of the run.
struct WidevineFiles {
    let folder: URL

    static func make(_ name: String, in regions: TwoRegions) async throws -> WidevineFiles {
        let folder = regions.folder.url.appending(path: name)
        let tool = regions.seoul.server.operatorTool
        try await Command(tool.binary.path, ["testkit", "widevine", "--out", folder.path]).run()
        return WidevineFiles(folder: folder)
    }

    var root: URL { folder.appending(path: "root.der") }
    var devices: [URL] { ["android.wvd", "chrome.wvd"].map { folder.appending(path: $0) } }

    /// The section of a server's configuration.
    var settings: String {
        let path = { (name: String) in folder.appending(path: name).path }
        return """
            drm:
              allowTestMaterial: true
              widevine:
                rootFile: "\(path("root.der"))"
                serviceCertificateFile: "\(path("service-certificate.bin"))"
                serviceKeyFile: "\(path("service-key.pem"))"
                renewalSecretFile: "\(path("renewal-secrets"))"

            """
    }
}

extension TwoRegions {
    /// Adds lines to the configuration of both servers and starts them anew.
    func configure(_ settings: String) async throws {
        for region in regions {
            let file = region.server.operatorTool.configuration
            let before = try String(contentsOf: file, encoding: .utf8)
            try Data((before + settings).utf8).write(to: file)
            await region.server.stop()
            try await region.server.start()
        }
    }
}
