import Foundation
import LocalRegions
import TestSupport

/// The real program with a listener that speaks TLS.
struct SecureServer {
    let port: UInt16
    private let process: LoneServer

    /// - Parameter section: As `TLSFolder.section` makes it.
    static func start(_ section: String) async throws -> SecureServer {
        let port = try FreePort.claim()
        return SecureServer(port: port, process: try await LoneServer.start(cleartextPort: port, tls: section))
    }

    private init(port: UInt16, process: LoneServer) { (self.port, self.process) = (port, process) }

    var log: String { (try? process.log()) ?? "" }

    func metrics() async throws -> String {
        try await BlockingClient(port: process.operatorPort).get("/metrics").text
    }
}
