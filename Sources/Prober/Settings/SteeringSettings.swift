internal import Failover
package import Reactor

/// Where the service's name is kept, and so how it is moved.
package enum SteeringSettings: Equatable, Sendable {
    /// Nobody is told; whoever asks `GET /active/…` follows by themselves.
    case none
    case dynamicUpdate(DynamicUpdateSettings)
    case route53(HostedZoneSettings)
}

/// The record that moves, and where it may point.
package struct ServiceName: Equatable, Sendable {
    package var name: DomainName
    package var timeToLiveSeconds: Int
    /// What the name is an alias (CNAME) of while the main region serves.
    package var main: DomainName
    package var backup: DomainName

    package init(name: DomainName, timeToLiveSeconds: Int, main: DomainName, backup: DomainName) {
        (self.name, self.timeToLiveSeconds, self.main, self.backup) = (name, timeToLiveSeconds, main, backup)
    }

    func target(of choice: RegionChoice) -> DomainName {
        switch choice {
        case .main: main
        case .backup: backup
        }
    }

    /// Which region a CNAME's target stands for; nil for any other target.
    func choice(for target: String) -> RegionChoice? {
        let target = DomainName(target)
        return RegionChoice.allCases.first { self.target(of: $0) == target }
    }
}

/// A server that takes dynamic updates (RFC 2136), signed with TSIG.
package struct DynamicUpdateSettings: Equatable, Sendable {
    package var service: ServiceName
    package var epochName: DomainName
    package var server: SocketAddress
    package var zone: DomainName
    package var keyFile: String

    package init(
        service: ServiceName, epochName: DomainName, server: SocketAddress, zone: DomainName, keyFile: String
    ) {
        (self.service, self.epochName, self.server) = (service, epochName, server)
        (self.zone, self.keyFile) = (zone, keyFile)
    }
}

/// A hosted zone of Amazon Route 53.
package struct HostedZoneSettings: Equatable, Sendable {
    package var service: ServiceName
    package var epochName: DomainName
    package var hostedZoneID: String
    /// Nil is Amazon's own.
    package var endpoint: String?

    package init(service: ServiceName, epochName: DomainName, hostedZoneID: String, endpoint: String?) {
        (self.service, self.epochName) = (service, epochName)
        (self.hostedZoneID, self.endpoint) = (hostedZoneID, endpoint)
    }
}
