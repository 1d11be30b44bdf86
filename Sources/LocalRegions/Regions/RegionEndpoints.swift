package import Foundation

/// Where one region's server is reached.
package struct RegionEndpoints: Codable, Equatable, Sendable {
    package let region: String
    /// HTTP/2 and HTTP/1.1 over TLS, under a certificate of the run's own authority.
    package let secure: URL
    /// For a browser on this machine that does not know the authority; never leaves the loopback.
    package let cleartext: URL
    /// Metrics and administration.
    package let operations: URL
}

/// The ports of one region's server.
package struct RegionPorts: Sendable {
    package let secure: UInt16
    package let cleartext: UInt16
    package let operations: UInt16

    /// - Parameter offset: Added to the ports that people expect (8443, 8080, 9090), one offset per region.
    package static func claim(offset: UInt16) throws(LocalRegionsFailure) -> RegionPorts {
        RegionPorts(
            secure: try FreePort.claim(preferring: 8443 + offset),
            cleartext: try FreePort.claim(preferring: 8080 + offset),
            operations: try FreePort.claim(preferring: 9090 + offset))
    }

    /// Every `.localhost` name is this machine (RFC 6761 §6.3), so the regions may have names without any DNS.
    func endpoints(region: String) throws(LocalRegionsFailure) -> RegionEndpoints {
        guard let secure = URL(string: "https://\(region).localhost:\(secure)"),
            let cleartext = URL(string: "http://127.0.0.1:\(cleartext)"),
            let operations = URL(string: "http://127.0.0.1:\(operations)")
        else { throw .unexpectedAnswer("\(region) is no name for a host") }
        return RegionEndpoints(region: region, secure: secure, cleartext: cleartext, operations: operations)
    }
}
