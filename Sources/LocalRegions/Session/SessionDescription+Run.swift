internal import Foundation

extension SessionDescription {
    /// Describes a run as it is now; the process IDs change with each fault that kills and each heal.
    init(of run: SteeredRegions, license: License, packager: Packager) async {
        let zone = run.names.zone
        let secure = run.regions.ports.secure
        processID = ProcessInfo.processInfo.processIdentifier
        folder = run.regions.folder.url.path
        evergrant = run.regions.seoul.server.operatorTool.binary.path
        trustAnchorsFile = run.regions.authority.anchorFile.path
        service = Service(
            url: "https://\(zone.serviceName):\(secure)", name: zone.serviceName, port: secure)
        nameServer = NameServer(
            address: run.names.host, port: run.names.port, zone: zone.zone, keyFile: run.names.keyFile.path,
            processID: await run.names.processID)
        regions = [
            await Region(of: run.regions.seoul, duty: "main", in: zone),
            await Region(of: run.regions.tokyo, duty: "backup", in: zone),
        ]
        vantages = []
        for vantage in run.vantages { vantages.append(await Vantage(of: vantage)) }
        vantageSecretFile = run.vantageSecretFile.path
        times = Times(of: run.pace)
        self.license = license
        self.packager = packager
        alarms = Alarms(
            url: run.alarms.url.absoluteString, secretFile: run.alarms.secretFile.path,
            receivedFile: run.alarms.receivedFile.path)
        hasOwnNetwork = Firewall.hasOwnNetwork
    }
}

extension SessionDescription.Region {
    fileprivate init(of region: Region, duty: String, in zone: LocalZone) async {
        let address = region.database.address
        self.init(
            name: region.name, duty: duty, address: region.place.address, alias: zone.regionName(region.name),
            endpoints: region.endpoints, serverProcessID: await region.server.processID,
            configurationFile: region.server.operatorTool.configuration.path,
            database: SessionDescription.Database(
                host: address.host, port: address.port, name: address.database, user: address.user,
                passwordFile: address.passwordFile.path, postmasterProcessID: await region.database.postmasterID))
    }
}

extension SessionDescription.Vantage {
    fileprivate init(of vantage: Vantage) async {
        self.init(
            name: vantage.name, url: vantage.place.url, configurationFile: vantage.tool.configuration.path,
            processID: await vantage.processID)
    }
}

extension SessionDescription.Times {
    fileprivate init(of pace: Pace) {
        self.init(
            cycle: pace.cycle / .seconds(1), failureWindow: pace.failureWindow / .seconds(1),
            recoveryWindow: pace.recoveryWindow / .seconds(1), connectTimeout: pace.connectTimeout / .seconds(1),
            statusTimeout: pace.statusTimeout / .seconds(1), timeToLive: Double(pace.timeToLiveSeconds))
    }
}
