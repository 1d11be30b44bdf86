/// The least protection a device must give a key, in each system's own scale.
package struct SecurityFloor: Equatable, Sendable {
    package var widevine: WidevineSecurity?
    package var playReady: PlayReadySecurity?
    package var fairPlay: FairPlaySecurity?

    package init(
        widevine: WidevineSecurity? = nil, playReady: PlayReadySecurity? = nil, fairPlay: FairPlaySecurity? = nil
    ) {
        self.widevine = widevine
        self.playReady = playReady
        self.fairPlay = fairPlay
    }
}

extension SecurityFloor {
    func narrowed(by other: SecurityFloor) -> SecurityFloor {
        SecurityFloor(
            widevine: stricter(widevine, other.widevine, max), playReady: stricter(playReady, other.playReady, max),
            fairPlay: stricter(fairPlay, other.fairPlay, max))
    }
}

/// `SecurityLevel` of a Widevine key container; the raw value is what stands in the license.
package enum WidevineSecurity: UInt8, Comparable, CaseIterable, Sendable {
    case softwareCrypto = 1
    case softwareDecode = 2
    case hardwareCrypto = 3
    case hardwareDecode = 4
    case hardwareAll = 5

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// PlayReady's minimum security level; the raw value is what stands in the license.
package enum PlayReadySecurity: UInt16, Comparable, CaseIterable, Sendable {
    case test = 150
    case software = 2_000
    case hardware = 3_000

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// FairPlay's security level of a content key.
package enum FairPlaySecurity: UInt8, Comparable, CaseIterable, Sendable {
    case baseline = 1
    case main = 2

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
