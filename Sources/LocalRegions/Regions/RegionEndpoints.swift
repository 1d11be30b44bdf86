package import Foundation

/// Where one region's server is reached.
///
/// By address: a browser knows nothing of the run's own zone, and the certificate stands for the addresses as well.
package struct RegionEndpoints: Codable, Equatable, Sendable {
    package let region: String
    /// HTTP/2 and HTTP/1.1 over TLS, under a certificate of the run's own authority.
    package let secure: URL
    /// For a browser on this machine that does not know the authority; never leaves the loopback.
    package let cleartext: URL
    /// Metrics and administration, over the operator's own network: it stays up when the region is cut off.
    package let operations: URL
}
