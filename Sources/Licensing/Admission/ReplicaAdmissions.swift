/// How a region that only reads admits: by what its replica holds, and what it has let pass itself.
///
/// It cannot write a device down, so it counts those it let pass, and forgets them when they are known to the replica
/// or have become too many. A token for one use cannot be written down either: one whose use has arrived from the
/// primary is refused, and another's use is bounded by its end. Both are reported.
package struct ReplicaAdmissions: Sendable {
    /// What the replica holds of one ask.
    package struct Standing: Equatable, Sendable {
        package let isTokenUsed: Bool
        package let isDeviceKnown: Bool
        package let deviceCount: Int

        package init(isTokenUsed: Bool, isDeviceKnown: Bool, deviceCount: Int) {
            self.isTokenUsed = isTokenUsed
            self.isDeviceKnown = isDeviceKnown
            self.deviceCount = deviceCount
        }
    }

    private struct Subject: Hashable {
        let site: SiteName
        let name: String
    }

    private struct Device: Hashable {
        let system: DRMSystem
        let id: [UInt8]
    }

    /// Subjects whose new devices are remembered, on each loop.
    package static let subjectsMax = 10_000

    private var passed: [Subject: Set<Device>] = [:]

    package init() {}

    package mutating func admit(_ ask: AdmissionAsk, _ standing: Standing) -> Admittance {
        guard !(ask.token != nil && standing.isTokenUsed) else { return .refused(.tokenReplayed) }
        var doubt: Admittance.Doubt = ask.token == nil ? [] : .token
        if let devices = ask.devices, !standing.isDeviceKnown {
            guard pass(devices, of: ask, standing.deviceCount) else { return .refused(.deviceLimitReached) }
            doubt.insert(.device)
        }
        return doubt.isEmpty ? .admitted : .admittedUnchecked(doubt)
    }

    /// Whether the subject has room for an unknown device, by the devices that are known and those let pass before.
    private mutating func pass(_ devices: AdmissionAsk.DeviceCount, of ask: AdmissionAsk, _ knownCount: Int) -> Bool {
        let subject = Subject(site: ask.site, name: devices.subject)
        let device = Device(system: ask.system, id: devices.device)
        let before = passed[subject] ?? []
        guard !before.contains(device) else { return true }
        guard knownCount + before.count < devices.max else { return false }
        if before.isEmpty, passed.count >= Self.subjectsMax { passed.removeAll(keepingCapacity: true) }
        passed[subject] = before.union([device])
        return true
    }
}
