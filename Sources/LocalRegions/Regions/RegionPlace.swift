internal import Foundation

/// Where one region is on this machine: an address that stands for its site, and ports.
///
/// Whatever one region sends the other goes to `address`; what stays inside a region goes over 127.0.0.1. So a firewall
/// that drops the address cuts the region off from players, vantages and the other region, and not from itself.
package struct RegionPlace: Sendable {
    package let region: String
    /// An address of the loopback (127.0.0.0/8, RFC 6890), all of which Linux answers on without being asked to.
    package let address: String
    package let secure: UInt16
    package let cleartext: UInt16
    package let ports: RegionPorts

    /// What stands in a certificate beside the names.
    package static let addresses = ["127.0.0.1", seoulAddress, tokyoAddress]
    private static let seoulAddress = "127.0.0.11"
    private static let tokyoAddress = "127.0.0.12"

    static func seoul(_ run: RunPorts) -> RegionPlace {
        RegionPlace(
            region: "seoul", address: seoulAddress, secure: run.secure, cleartext: run.cleartext, ports: run.seoul)
    }

    static func tokyo(_ run: RunPorts) -> RegionPlace {
        RegionPlace(
            region: "tokyo", address: tokyoAddress, secure: run.secure, cleartext: run.cleartext, ports: run.tokyo)
    }

    /// Where the region's players and packagers find it.
    var url: String { "https://\(address):\(secure)" }

    func endpoints() throws(LocalRegionsFailure) -> RegionEndpoints {
        guard let secure = URL(string: url),
            let cleartext = URL(string: "http://\(address):\(cleartext)"),
            let operations = URL(string: "http://127.0.0.1:\(ports.operations)")
        else { throw .unexpectedAnswer("\(address) is no address") }
        return RegionEndpoints(region: region, secure: secure, cleartext: cleartext, operations: operations)
    }
}
