package import Bytes

/// What the primary must be asked before a license leaves: about a count of devices, a token for one use, or both.
package struct AdmissionAsk: Equatable, Sendable {
    package struct DeviceCount: Equatable, Sendable {
        package let subject: String
        package let device: [UInt8]
        package let max: Int
    }

    package struct SingleUse: Equatable, Sendable {
        package let tokenID: String
        package let end: Timestamp
    }

    package let site: SiteName
    package let system: DRMSystem
    package let devices: DeviceCount?
    package let token: SingleUse?

    /// Nil when nothing is counted: that costs a look at two fields and no more.
    ///
    /// Only new licenses are counted. A renewal prolongs one that was, often by the same token and without a
    /// certificate; giving one back must never fail.
    package init?(_ license: borrowing ApprovedLicense) {
        guard license.devicesPerSubjectMax != nil || license.isForOneUseUntil != nil, license.kind == .new else {
            return nil
        }
        site = license.site
        system = license.system
        if let max = license.devicesPerSubjectMax, let subject = license.subject, let device = license.device {
            devices = DeviceCount(subject: subject, device: device.id, max: max)
        } else {
            devices = nil
        }
        if let end = license.isForOneUseUntil, let tokenID = license.tokenID {
            token = SingleUse(tokenID: tokenID, end: end)
        } else {
            token = nil
        }
        if devices == nil && token == nil { return nil }
    }
}

/// What became of asking.
package enum Admittance: Equatable, Sendable {
    case admitted
    /// A region that only reads could not make sure of this, and let it pass.
    case admittedUnchecked(Doubt)
    case refused(LicenseRefusal)

    package struct Doubt: OptionSet, Hashable, Sendable {
        package let rawValue: UInt8

        package init(rawValue: UInt8) { self.rawValue = rawValue }

        /// The device was not known, and the subject seemed to have room for it.
        package static let device = Doubt(rawValue: 1)
        /// The token may have been used elsewhere.
        package static let token = Doubt(rawValue: 2)
    }
}
