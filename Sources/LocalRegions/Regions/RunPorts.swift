/// Every port of a run, claimed before anything starts: servers, vantages and databases name each other.
package struct RunPorts: Sendable {
    /// The same in both regions, each on an address of its own, so that the service's name alone decides between them.
    package let secure: UInt16
    package let cleartext: UInt16
    package let nameServer: UInt16
    package let alarmReceiver: UInt16
    package let vantages: [UInt16]
    package let seoul: RegionPorts
    package let tokyo: RegionPorts

    package static let vantagesMax = 5

    /// The ports that people expect where they are free.
    package static func claim() throws(LocalRegionsFailure) -> RunPorts {
        RunPorts(
            secure: try FreePort.claim(preferring: 8443), cleartext: try FreePort.claim(preferring: 8080),
            nameServer: try FreePort.claim(preferring: 5300), alarmReceiver: try FreePort.claim(preferring: 9093),
            vantages: try claimVantages(), seoul: try RegionPorts.claim(operations: 9090, database: 5440),
            tokyo: try RegionPorts.claim(operations: 9091, database: 5441))
    }

    private static func claimVantages() throws(LocalRegionsFailure) -> [UInt16] {
        var ports: [UInt16] = []
        for index in 0..<UInt16(vantagesMax) { ports.append(try FreePort.claim(preferring: 9470 + index)) }
        return ports
    }
}

/// The ports that one region has for itself.
package struct RegionPorts: Sendable {
    package let operations: UInt16
    package let database: UInt16

    static func claim(operations: UInt16, database: UInt16) throws(LocalRegionsFailure) -> RegionPorts {
        RegionPorts(
            operations: try FreePort.claim(preferring: operations), database: try FreePort.claim(preferring: database))
    }
}
