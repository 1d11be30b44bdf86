internal import Bytes
internal import Daemon
internal import LicenseStore
internal import Licensing
internal import Postgres
internal import Reactor

extension Administration {
    /// A line for each device on which the subject has had a license under a policy that counts them.
    package func listDevices(site: String, subject: String) throws -> [String] {
        let site = try Self.name(site, "site", SiteName.init)
        let devices = try visit { ledger, loop throws(DatabaseError) in
            try await ledger.reader.devices(of: subject, of: site, on: loop)
        }
        return devices.map { device in
            let moment = CivilDate(Timestamp(seconds: device.firstSeenAt.components.seconds)).text
            return "\(Hex.encode(device.id))  \(device.system)  first seen \(moment)"
        }
    }

    /// How many devices were forgotten, and so no longer count.
    ///
    /// - Parameter device: In hex, as they are listed; nil means all.
    package func forgetDevices(site: String, subject: String, device: String?) throws -> Int {
        let site = try Self.name(site, "site", SiteName.init)
        var id: [UInt8]?
        if let device {
            guard let bytes = try? Hex.decode(device.utf8), !bytes.isEmpty else {
                throw CommandFailure.misconfigured("device: ‘\(device)’ is no hex")
            }
            id = bytes
        }
        let wanted = id
        let count = try visit { ledger, loop throws(DatabaseError) in
            try await ledger.forgetDevices(of: subject, wanted, of: site, on: loop)
        }
        guard count > 0 else { throw CommandFailure.refused("there is no such device") }
        return count
    }
}
