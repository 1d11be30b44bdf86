import Foundation
import LocalRegions
import Testing

extension Region {
    /// Where it speaks HTTP in clear text.
    func cleartextPlace() throws -> (host: String, port: UInt16) {
        let url = endpoints.cleartext
        return (try #require(url.host()), UInt16(try #require(url.port)))
    }
}

extension RegionServer {
    /// Starts again with more in its configuration.
    func restart(adding settings: String, replacing other: String? = nil, with new: String = "") async throws {
        await stop()
        let file = operatorTool.configuration
        var text = try String(contentsOf: file, encoding: .utf8) + settings
        if let other {
            #expect(text.contains(other))
            text = text.replacing(other, with: new)
        }
        try text.write(to: file, atomically: true, encoding: .utf8)
        try await start()
    }
}

/// How many descriptors a process has open.
func descriptorCount(of process: Int32) throws -> Int {
    try FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/fd").count
}
