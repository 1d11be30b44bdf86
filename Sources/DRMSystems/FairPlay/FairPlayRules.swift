internal import Licensing

/// What a CKC demands of the device's outputs and of its own strength.
struct FairPlayRules: Equatable, Sendable {
    /// Of HDCP; without a word of ours a device demands type 0.
    enum HDCPType: UInt64, Sendable {
        case zero = 0x4079_1ac7_8bd5_c571
        /// What no device below HDCP 2.2 may repeat.
        case one = 0x285a_0863_bba8_e1d3
    }

    let hdcp: HDCPType?
    let security: FairPlaySecurity?

    /// What the policy says of a key, or why this device must not have it.
    ///
    /// A demand the device does not claim to know would be ignored by it, so it counts as not met. Analog outputs are
    /// no matter: no device of Apple's has any.
    init(
        _ terms: KeyTerms?, capabilities: FairPlayCapabilities, remoteOutput: FairPlayRemoteOutput?
    ) throws(FairPlayRefusal) {
        switch remoteOutput {
        case .airPlay where terms?.isAirPlayAllowed == false: throw .remoteOutputNotAllowed
        case .adapter where terms?.isAdapterAllowed == false: throw .remoteOutputNotAllowed
        case .airPlay, .adapter, nil: break
        }
        hdcp = try Self.type(terms?.hdcp, capabilities)
        security = terms?.security.fairPlay
        switch security {
        case .main where !capabilities.contains(.mainSecurity): throw .notEnforceable
        case .baseline where capabilities.isDisjoint(with: [.baselineSecurity, .mainSecurity]): throw .notEnforceable
        case .main, .baseline, nil: break
        }
    }

    /// FairPlay knows two types of HDCP; what lies between is rounded up, and what lies above cannot be said.
    private static func type(
        _ version: HDCPVersion?, _ capabilities: FairPlayCapabilities
    ) throws(FairPlayRefusal) -> HDCPType? {
        switch version {
        case nil: return nil
        case .v1: return .zero
        case .v2, .v2_1, .v2_2:
            guard capabilities.contains(.hdcpType1) else { throw .notEnforceable }
            return .one
        case .v2_3, .noDigitalOutput: throw .notEnforceable
        }
    }
}

extension FairPlaySecurity {
    /// The level as a CKC spells it.
    var wireValue: UInt64 {
        switch self {
        case .baseline: 0x32f0_0049_66a5_c4f8
        case .main: 0x4e7f_d924_21d5_88b4
        }
    }
}
