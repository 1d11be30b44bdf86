internal import Daemon

extension SettingsReader {
    mutating func steering(_ key: String) throws(ConfigurationError) -> SteeringSettings {
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
        DynamicUpdateSettings(
            service: try serviceName(), server: try string("server"),
            port: UInt16(try integer("port", in: 1...65535, default: 53)), zone: try string("zone"),
            keyFile: try string("keyFile"))
    }

    private mutating func route53() throws(ConfigurationError) -> HostedZoneSettings {
        HostedZoneSettings(
            service: try serviceName(), hostedZoneID: try string("hostedZoneId"),
            endpoint: try optionalString("endpoint"))
    }

    private mutating func serviceName() throws(ConfigurationError) -> ServiceName {
        let service = ServiceName(
            name: try string("name"), timeToLive: .seconds(try integer("ttlSeconds", in: 1...3600, default: 30)),
            main: try string("main"), backup: try string("backup"))
        guard service.main != service.backup else { throw error("backup", "must be another target than main") }
        return service
    }
}
