internal import Failover
package import Reactor

/// Where the service's name is kept, and so how it is moved.
package enum SteeringSettings: Equatable, Sendable {
    /// Nobody is told; whoever asks `GET /active/…` follows by themselves.
    case none
    case dynamicUpdate(DynamicUpdateSettings)
    case route53(HostedZoneSettings)
}

/// The record that moves, where it may point, and the record beside it that counts its moves.
package struct ServiceName: Equatable, Sendable {
    package let name: DomainName
    package let epochName: DomainName
    package let timeToLiveSeconds: Int
    /// What the name is an alias (CNAME) of while the main region serves.
    package let main: DomainName
    package let backup: DomainName

    /// Nil when the name is too long for another below it, or when the three names are not different ones.
    package init?(name: DomainName, timeToLiveSeconds: Int, main: DomainName, backup: DomainName) {
        guard let epochName = DomainName("_evergrant.\(name)"), Set([name, main, backup]).count == 3 else { return nil }
        (self.name, self.epochName, self.timeToLiveSeconds) = (name, epochName, timeToLiveSeconds)
        (self.main, self.backup) = (main, backup)
    }

    /// How long a resolver may go on saying what was said before a move.
    package var timeToLive: Duration { .seconds(timeToLiveSeconds) }

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
    package var server: SocketAddress
    package var zone: DomainName
    package var keyFile: String

    package init(service: ServiceName, server: SocketAddress, zone: DomainName, keyFile: String) {
        (self.service, self.server, self.zone, self.keyFile) = (service, server, zone, keyFile)
    }
}

/// A hosted zone of Amazon Route 53.
package struct HostedZoneSettings: Equatable, Sendable {
    package var service: ServiceName
    package var hostedZoneID: String
    /// Nil is Amazon's own.
    package var endpoint: String?

    package init(service: ServiceName, hostedZoneID: String, endpoint: String?) {
        (self.service, self.hostedZoneID, self.endpoint) = (service, hostedZoneID, endpoint)
    }
}
