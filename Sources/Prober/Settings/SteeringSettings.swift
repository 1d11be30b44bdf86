/// Where the service's name is kept, and so how it is moved.
package enum SteeringSettings: Equatable, Sendable {
    /// Nobody is told; whoever asks `GET /active/…` follows by themselves.
    case none
    case dynamicUpdate(DynamicUpdateSettings)
    case route53(HostedZoneSettings)
}

/// The record that moves, and where it may point.
package struct ServiceName: Equatable, Sendable {
    package var name: String
    package var timeToLive: Duration
    /// What the name is an alias (CNAME) of while the main region serves.
    package var main: String
    package var backup: String

    package init(name: String, timeToLive: Duration, main: String, backup: String) {
        (self.name, self.timeToLive, self.main, self.backup) = (name, timeToLive, main, backup)
    }
}

/// A server that takes dynamic updates (RFC 2136), signed with TSIG.
package struct DynamicUpdateSettings: Equatable, Sendable {
    package var service: ServiceName
    package var server: String
    package var port: UInt16
    package var zone: String
    package var keyFile: String
}

/// A hosted zone of Amazon Route 53.
package struct HostedZoneSettings: Equatable, Sendable {
    package var service: ServiceName
    package var hostedZoneID: String
    /// Nil is Amazon's own.
    package var endpoint: String?
}
