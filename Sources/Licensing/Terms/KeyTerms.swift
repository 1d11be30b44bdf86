/// Where and how one key may be used; what is nil is not limited.
///
/// A class, because each granted key passes it on and nearly all share one.
package final class KeyTerms: Equatable, Sendable {
    package let security: SecurityFloor
    package let hdcp: HDCPVersion?
    package let analogOutput: AnalogOutput?
    package let isAirPlayAllowed: Bool?
    /// Whether Apple's adapters for digital output may be used.
    package let isAdapterAllowed: Bool?
    /// What only PlayReady can say.
    package let playReady: PlayReadyTerms?

    package init(
        security: SecurityFloor = SecurityFloor(), hdcp: HDCPVersion? = nil, analogOutput: AnalogOutput? = nil,
        isAirPlayAllowed: Bool? = nil, isAdapterAllowed: Bool? = nil, playReady: PlayReadyTerms? = nil
    ) {
        self.security = security
        self.hdcp = hdcp
        self.analogOutput = analogOutput
        self.isAirPlayAllowed = isAirPlayAllowed
        self.isAdapterAllowed = isAdapterAllowed
        self.playReady = playReady
    }

    package static func == (left: KeyTerms, right: KeyTerms) -> Bool {
        left.security == right.security && left.hdcp == right.hdcp && left.analogOutput == right.analogOutput
            && left.isAirPlayAllowed == right.isAirPlayAllowed && left.isAdapterAllowed == right.isAdapterAllowed
            && left.playReady == right.playReady
    }
}

extension KeyTerms {
    /// The stricter of both, in each respect.
    func narrowed(by other: KeyTerms) -> KeyTerms {
        KeyTerms(
            security: security.narrowed(by: other.security),
            hdcp: stricter(hdcp, other.hdcp, max),
            analogOutput: stricter(analogOutput, other.analogOutput, max),
            isAirPlayAllowed: stricter(isAirPlayAllowed, other.isAirPlayAllowed) { $0 && $1 },
            isAdapterAllowed: stricter(isAdapterAllowed, other.isAdapterAllowed) { $0 && $1 },
            playReady: stricter(playReady, other.playReady) { $0.narrowed(by: $1) })
    }
}
