internal import Daemon
package import HTTPClient

extension Configuration {
    /// Another region, as far as this one needs to know it.
    package struct Peer: Equatable, Sendable {
        package var region: String
        /// Of its `/health`.
        package var address: HTTPAddress
        /// PEM; nil trusts the machine's authorities.
        package var trustAnchorsFile: String?
    }

    /// More regions than anybody runs; each is asked all the time, and stands in `/health`.
    static let peersMax = 8
    /// It stands in every `/health`, of which a prober may read 5,120 bytes only.
    static let publicURLBytesMax = 256
}

extension SettingsReader {
    mutating func peers(_ key: String, besides region: String) throws(ConfigurationError) -> [Configuration.Peer] {
        var peers: [Configuration.Peer] = []
        for var section in try sections(key) {
            let peer = Configuration.Peer(
                region: try section.regionName("region"), address: try section.healthAddress("url"),
                trustAnchorsFile: try section.optionalString("trustAnchorsFile"))
            guard peer.region != region, !peers.contains(where: { $0.region == peer.region }) else {
                throw section.error("region", "must be another region's than ‘\(region)’, and stand here once")
            }
            try section.finish()
            peers.append(peer)
        }
        guard peers.count <= Configuration.peersMax else {
            throw error(key, "must be at most \(Configuration.peersMax)")
        }
        return peers
    }

    /// Where others find this region, as they will be told; an address of ours that says nothing of it is no help.
    mutating func publicURL(_ key: String) throws(ConfigurationError) -> String? {
        guard let url = try optionalString(key) else { return nil }
        do throws(HTTPAddressError) { _ = try HTTPAddress(parsing: url) } catch {
            throw self.error(key, error.rawValue)
        }
        guard url.utf8.count <= Configuration.publicURLBytesMax else {
            throw error(key, "must be at most \(Configuration.publicURLBytesMax) bytes")
        }
        return url
    }

    /// A URL without a path means `/health`.
    private mutating func healthAddress(_ key: String) throws(ConfigurationError) -> HTTPAddress {
        let url = try string(key)
        do throws(HTTPAddressError) {
            let address = try HTTPAddress(parsing: url)
            return address.path == "/" ? try HTTPAddress(parsing: "\(address)health") : address
        } catch {
            throw self.error(key, error.rawValue)
        }
    }
}
