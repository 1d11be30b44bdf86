internal import Foundation

/// The configuration file of one vantage: `evergrant probe` of one run.
struct VantageConfiguration {
    let vantage: String
    let all: [VantagePlace]
    let secretFile: URL
    let stateFolder: URL
    let authority: LocalCertificateAuthority
    let main: RegionPlace
    let backup: RegionPlace
    let pace: Pace
    let names: KnotServer
    let alarms: AlarmReceiver

    private var port: UInt16 { all.first { $0.name == vantage }?.port ?? 0 }

    var yaml: String {
        """
        vantage: \(vantage.quotedForYAML)
        stateDirectory: \(stateFolder.path.quotedForYAML)
        listener:
          address: 127.0.0.1
          port: \(port)
          tls:
            certificateChainFile: \(authority.chainFile.path.quotedForYAML)
            privateKeyFile: \(authority.privateKeyFile.path.quotedForYAML)
        vantages: [\(all.map(entry).joined(separator: ", "))]
        vantageSecretFile: \(secretFile.path.quotedForYAML)
        trustAnchorsFile: \(authority.anchorFile.path.quotedForYAML)
        regions:
          main: \(entry(main))
          backup: \(entry(backup))
        \(times)
        dns:
          kind: rfc2136
          name: \(names.zone.serviceName.quotedForYAML)
          ttlSeconds: \(pace.timeToLiveSeconds)
          main: \(names.zone.regionName(main.region).quotedForYAML)
          backup: \(names.zone.regionName(backup.region).quotedForYAML)
          server: \(names.host.quotedForYAML)
          port: \(names.port)
          zone: \(names.zone.zone.quotedForYAML)
          keyFile: \(names.keyFile.path.quotedForYAML)
        alarms:
          webhook:
            url: \(alarms.url.absoluteString.quotedForYAML)
            secretFile: \(alarms.secretFile.path.quotedForYAML)

        """
    }

    private func entry(_ vantage: VantagePlace) -> String {
        "{ name: \(vantage.name.quotedForYAML), url: \(vantage.url.quotedForYAML) }"
    }

    /// The name that the certificate must hold, and the address that no resolver of this machine knows.
    private func entry(_ place: RegionPlace) -> String {
        let url = "https://\(names.zone.regionName(place.region)):\(place.secure)/health"
        return """
            { name: \(place.region.quotedForYAML), url: \(url.quotedForYAML), \
            connectTo: \("\(place.address):\(place.secure)".quotedForYAML) }
            """
    }

    private var times: String {
        """
        shortenedForDrills: \(pace.isShortened)
        cycleSeconds: \(pace.cycle.secondsText)
        failureWindowSeconds: \(pace.failureWindow.secondsText)
        recoveryWindowSeconds: \(pace.recoveryWindow.secondsText)
        connectTimeoutSeconds: \(pace.connectTimeout.secondsText)
        statusTimeoutSeconds: \(pace.statusTimeout.secondsText)
        """
    }
}
