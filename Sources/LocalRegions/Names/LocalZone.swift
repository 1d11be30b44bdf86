/// A small zone with the service's name in it, as the master file of any name server.
package struct LocalZone: Sendable {
    package let zone: String
    /// The label that moves between the regions.
    package let service: String
    /// Every region and its address, the main one first; each has the fixed name `<region>.<zone>`.
    package let regions: [(name: String, address: String)]
    package let timeToLiveSeconds: Int

    package init(
        zone: String = "evergrant.test", service: String = "license",
        regions: [(name: String, address: String)] = [("seoul", "127.0.0.11"), ("tokyo", "127.0.0.12")],
        timeToLiveSeconds: Int = 30
    ) {
        self.zone = zone
        self.service = service
        self.regions = regions
        self.timeToLiveSeconds = timeToLiveSeconds
    }

    /// The name that clients ask for.
    package var serviceName: String { "\(service).\(zone)" }

    /// Holds who decided last; changed together with the service's name.
    package var epochName: String { "_evergrant.\(serviceName)" }

    /// The name of one region, which never moves.
    package func regionName(_ region: String) -> String { "\(region).\(zone)" }

    /// RFC 1035 §5; the last number of the SOA keeps "no such name" out of caches for longer than a moment.
    var masterFile: String {
        let pointer = regions.first.map { ["\(service) CNAME \(regionName($0.name))."] } ?? []
        let addresses = regions.map { "\($0.name) \($0.address.contains(":") ? "AAAA" : "A") \($0.address)" }
        let head = [
            "$ORIGIN \(zone).", "$TTL \(timeToLiveSeconds)", "@ SOA ns hostmaster 1 3600 600 86400 5", "@ NS ns",
            "ns A 127.0.0.1",
        ]
        return (head + pointer + addresses).joined(separator: "\n") + "\n"
    }
}
