package import Daemon
internal import Reactor

extension SettingsReader {
    /// The section that says where the service's name is kept; without it nobody's name is moved.
    package mutating func steering(_ key: String) throws(ConfigurationError) -> SteeringSettings {
        guard var section = try optionalSection(key) else { return .none }
        let kinds = ["rfc2136", "route53", "none"]
        let kind = try section.optional("kind", { kinds.contains($0) ? $0 : nil }, "rfc2136, route53 or none")
        let settings: SteeringSettings =
            switch kind {
            case "rfc2136": .dynamicUpdate(try section.dynamicUpdate())
            case "route53": .route53(try section.route53())
            case "none": .none
            default: throw section.error("kind", "is missing")
            }
        try section.finish()
        return settings
    }

    private mutating func dynamicUpdate() throws(ConfigurationError) -> DynamicUpdateSettings {
        let service = try serviceName()
        let zone = try domainName("zone")
        guard service.name.isWithin(zone) else { throw error("name", "must be within the zone, \(zone)") }
        return DynamicUpdateSettings(
            service: service, server: try server(), zone: zone, keyFile: try string("keyFile"))
    }

    private mutating func route53() throws(ConfigurationError) -> HostedZoneSettings {
        HostedZoneSettings(
            service: try serviceName(), hostedZoneID: try string("hostedZoneId"),
            endpoint: try optionalString("endpoint"))
    }

    private mutating func serviceName() throws(ConfigurationError) -> ServiceName {
        let (name, main, backup) = (try domainName("name"), try domainName("main"), try domainName("backup"))
        let seconds = try integer("ttlSeconds", in: 1...3600, default: 30)
        guard let service = ServiceName(name: name, timeToLiveSeconds: seconds, main: main, backup: backup) else {
            throw error("name", "must differ from main and backup, as these from each other, and be 242 bytes at most")
        }
        return service
    }

    private mutating func domainName(_ key: String) throws(ConfigurationError) -> DomainName {
        let text = try string(key)
        guard let name = DomainName(text) else { throw error(key, "must be a domain name, not ‘\(text)’") }
        return name
    }

    /// In numbers, so that moving one name never waits for another.
    private mutating func server() throws(ConfigurationError) -> SocketAddress {
        let text = try string("server")
        let port = UInt16(try integer("port", in: 1...65535, default: 53))
        guard let address = SocketAddress(numeric: text, port: port) else {
            throw error("server", "must be an address in numbers, not ‘\(text)’")
        }
        return address
    }
}
