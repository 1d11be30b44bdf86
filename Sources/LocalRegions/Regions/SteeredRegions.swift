package import Foundation

/// Two regions and what moves the service's name between them: a name server, vantages, and a receiver of their alarms.
package final class SteeredRegions: Sendable {
    package let regions: TwoRegions
    package let names: KnotServer
    package let alarms: AlarmReceiver
    /// In the order of their rank.
    package let vantages: [Vantage]
    package let pace: Pace
    /// What the vantages know each other by.
    package let vantageSecretFile: URL

    private init(
        regions: TwoRegions, names: KnotServer, alarms: AlarmReceiver, vantages: [Vantage], pace: Pace,
        vantageSecretFile: URL
    ) {
        self.regions = regions
        self.names = names
        self.alarms = alarms
        self.vantages = vantages
        self.pace = pace
        self.vantageSecretFile = vantageSecretFile
    }

    /// Builds and starts everything; what it has begun when it fails dies with this process.
    ///
    /// - Parameter count: How many vantages ask; without any, nobody moves the name.
    package static func start(
        pace: Pace, vantages count: Int = 3, survivePowerCut: Bool = true,
        progress: @Sendable (String) -> Void = { _ in }
    ) async throws -> SteeredRegions {
        let regions = try await TwoRegions.start(survivePowerCut: survivePowerCut, progress: progress)
        let folder = regions.folder.url
        progress("Starting the name server (Knot) and the receiver of alarms")
        let zone = LocalZone(
            regions: regions.regions.map { ($0.name, $0.place.address) }, timeToLiveSeconds: pace.timeToLiveSeconds)
        let names = try await KnotServer.start(zone, in: folder, port: regions.ports.nameServer)
        let alarms = try await AlarmReceiver.start(on: regions.ports.alarmReceiver, in: folder)
        progress("Starting \(count) vantages (evergrant probe), each asking both regions")
        let secret = folder.appending(path: "vantage-secret")
        try await makeSecret(at: secret)
        let run = try SteeredRegions(
            regions: regions, names: names, alarms: alarms,
            vantages: vantages(count, for: regions, names: names, alarms: alarms, pace: pace, secretFile: secret),
            pace: pace,
            vantageSecretFile: secret)
        for vantage in run.vantages { try await vantage.start() }
        return run
    }

    private static func vantages(
        _ count: Int, for regions: TwoRegions, names: KnotServer, alarms: AlarmReceiver, pace: Pace, secretFile: URL
    ) throws -> [Vantage] {
        let places = VantagePlace.places(on: regions.ports.vantages.prefix(count))
        return try places.map { place in
            let folder = regions.folder.url.appending(path: "vantage-\(place.name)")
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            let configuration = VantageConfiguration(
                vantage: place.name, all: places, secretFile: secretFile, stateFolder: folder,
                authority: regions.authority, main: regions.seoul.place, backup: regions.tokyo.place, pace: pace,
                names: names, alarms: alarms)
            let file = regions.folder.url.appending(path: "vantage-\(place.name).yaml")
            try Data(configuration.yaml.utf8).write(to: file)
            let tool = Evergrant(binary: regions.seoul.server.operatorTool.binary, configuration: file)
            return Vantage(
                place, tool: tool, client: regions.client,
                log: regions.folder.url.appending(path: "vantage-\(place.name).log"))
        }
    }

    /// The region that the service's name points at, asked of the name server; nil when it does not answer.
    package func regionByName() async -> String? {
        guard let answers = try? await names.answers(to: names.zone.serviceName, type: "CNAME") else { return nil }
        return regions.regions.map(\.name).first { answers.contains("\(names.zone.regionName($0)).") }
    }

    /// Where a player finds the service now, asked of the name server without a resolver's cache between.
    ///
    /// Nil when there is no answer.
    package func addressByName() async -> String? {
        let answers = (try? await names.answers(to: names.zone.serviceName, type: "A")) ?? []
        // The alias comes first and the address of what it stands for last.
        return answers.last { !$0.hasSuffix(".") }
    }

    /// A request to the service's name, sent to wherever the name points.
    package func request(_ method: String, _ path: String, at address: String) throws -> WebRequest {
        let port = regions.ports.secure
        guard let url = URL(string: "https://\(names.zone.serviceName):\(port)/\(path)") else {
            throw LocalRegionsFailure.unexpectedAnswer("\(path) is no path")
        }
        var request = WebRequest(method, url)
        request.connectTo = "\(address):\(port)"
        return request
    }

    package func stop() async {
        for vantage in vantages { await vantage.stop() }
        await names.stop()
        await alarms.stop()
        await regions.stop()
    }
}
