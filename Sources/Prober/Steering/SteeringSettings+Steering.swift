internal import Amazon
package import Bytes
internal import Cryptography
package import Daemon
package import Reactor

extension SteeringSettings {
    /// Reads what the settings name and makes what moves the name; nil when nothing is to be moved.
    ///
    /// - Parameters:
    ///   - environment: For systemd's credentials and Amazon's.
    ///   - wallClock: What signatures to Amazon are dated with.
    package func makeSteering(
        environment: [String: String], resolver: NameResolver, wallClock: @escaping () -> Timestamp
    ) throws(ConfigurationError) -> (any Steering)? {
        switch self {
        case .none: return nil
        case .dynamicUpdate(let settings): return try settings.makeSteering(environment: environment)
        case .route53(let settings):
            do throws(TLSFailure) {
                let client = try AmazonClient(environment: environment, resolver: resolver, wallClock: wallClock)
                let zone = HostedZone(id: settings.hostedZoneID, endpoint: settings.endpoint, client: client)
                return Route53Steering(settings.service, in: zone)
            } catch {
                throw ConfigurationError("dns", "the certificates that Amazon is checked against: \(error)")
            }
        }
    }
}

extension DynamicUpdateSettings {
    fileprivate func makeSteering(environment: [String: String]) throws(ConfigurationError) -> any Steering {
        let setting = "dns.keyFile"
        let file = try SecretFile.read(keyFile, for: setting, environment: environment)
        let key = try TransactionKey(parsing: file, for: setting)
        guard let program = UpdateProgram.installed() else {
            throw ConfigurationError(
                "dns.kind", "rfc2136 needs nsupdate (Debian: bind9-dnsutils) or knsupdate (knot-dnsutils)")
        }
        return DynamicUpdateSteering(self, key: key, program: program)
    }
}
