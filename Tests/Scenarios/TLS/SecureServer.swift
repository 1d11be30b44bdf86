import Foundation
import LocalRegions
import TestSupport

/// The real program with a listener that speaks TLS.
struct SecureServer {
    let port: UInt16
    private let process: LoneServer

    /// - Parameters:
    ///   - section: As `TLSFolder.section` makes it.
    ///   - settings: Lines to add to the configuration.
    static func start(_ section: String, settings: String = "") async throws -> SecureServer {
        let port = try FreePort.claim()
        let process = try await LoneServer.start(settings, cleartextPort: port, tls: section)
        return SecureServer(port: port, process: process)
    }

    private init(port: UInt16, process: LoneServer) { (self.port, self.process) = (port, process) }

    var log: String { (try? process.log()) ?? "" }

    func metrics() async throws -> String {
        try await BlockingClient(port: process.operatorPort).get("/metrics").text
    }
}
