package import Licensing

/// The rules for outputs that a policy's common words stand for, with those that it gives for PlayReady alone.
///
/// Levels and rules are those of Microsoft's "Output Protection Levels" and "Testing Output Protections".
package struct PlayReadyOutputs: Equatable, Sendable {
    package typealias ExplicitOutput = PlayReadyTerms.ExplicitOutput

    package private(set) var levels: PlayReadyTerms.OutputLevels?
    package private(set) var explicit: [ExplicitOutput] = []
    package private(set) var enablers: [UInt128] = []

    /// HDCP 2.2 with content that no repeater passes on to older outputs.
    package static let hdcpType1: UInt128 = 0xABB2C6F1_E663_4625_A945_972D17B231E7
    /// What an analog television output says about copies.
    package static let analogCopyControl: UInt128 = 0x225CD36F_F132_49EF_BA8C_C91EA28E4369
    package static let airPlay: UInt128 = 0x5ABF0F0D_DC29_4B82_9982_FD8E57525BFC

    /// HDCP of any version, or no picture.
    private static let hdcpLevel: UInt16 = 300
    /// Above the highest level that lets anything pass.
    private static let noDigitalLevel: UInt16 = 301
    private static let noAnalogLevel: UInt16 = 201

    package init(_ terms: KeyTerms?) {
        guard let terms else { return }
        levels = terms.playReady?.outputLevels
        for output in terms.playReady?.explicitOutputs ?? [] { add(output) }
        enablers = terms.playReady?.playEnablers ?? []
        if let hdcp = terms.hdcp { require(hdcp) }
        if let analog = terms.analogOutput { restrict(analog) }
        if terms.isAirPlayAllowed == true, !enablers.contains(Self.airPlay) { enablers.append(Self.airPlay) }
        if terms.isAirPlayAllowed == false { enablers.removeAll { $0 == Self.airPlay } }
    }

    package func explicit(_ kind: ExplicitOutput.Kind) -> [ExplicitOutput] { explicit.filter { $0.kind == kind } }

    private mutating func require(_ hdcp: HDCPVersion) {
        raise(\.uncompressedVideo, to: hdcp == .noDigitalOutput ? Self.noDigitalLevel : Self.hdcpLevel)
        guard .v2_2 ... .v2_3 ~= hdcp else { return }
        add(ExplicitOutput(kind: .digitalVideo, rule: Self.hdcpType1, configuration: [0, 0, 0, 1]))
    }

    private mutating func restrict(_ analog: AnalogOutput) {
        guard analog != .forbidden else { return raise(\.analogVideo, to: Self.noAnalogLevel) }
        let copies: UInt8 =
            switch analog {  // The two bits of CGMS-A (IEC 61880), in a number with its lowest byte first.
            case .copyFreely: 0
            case .copyOnce: 2
            case .copyNever, .forbidden: 3
            }
        add(ExplicitOutput(kind: .analogVideo, rule: Self.analogCopyControl, configuration: [copies, 0, 0, 0]))
    }

    /// Levels that nothing is said about are the lowest there are.
    private mutating func raise(_ level: WritableKeyPath<PlayReadyTerms.OutputLevels, UInt16>, to least: UInt16) {
        var levels =
            levels
            ?? PlayReadyTerms.OutputLevels(
                compressedVideo: 400, uncompressedVideo: 100, analogVideo: 100, compressedAudio: 100,
                uncompressedAudio: 100)
        levels[keyPath: level] = max(levels[keyPath: level], least)
        self.levels = levels
    }

    /// Of two that say how strict they are about one rule, perhaps in two policies, the stricter stands; of what others
    /// say about theirs we know nothing, and each of them stands.
    private mutating func add(_ output: ExplicitOutput) {
        let place = explicit.firstIndex { $0.kind == output.kind && $0.rule == output.rule }
        guard let place, let strictness = output.strictness else { return explicit.append(output) }
        if strictness > explicit[place].strictness ?? 0 { explicit[place] = output }
    }
}

extension PlayReadyTerms.ExplicitOutput {
    /// Comparable within one rule, and nil for rules whose bytes we do not know.
    fileprivate var strictness: UInt8? {
        switch (kind, rule) {
        // Free, once, no more, never: CGMS-A counts otherwise.
        case (.analogVideo, PlayReadyOutputs.analogCopyControl):
            switch (configuration.first ?? 0) & 3 {
            case 0: 0
            case 2: 1
            case 1: 2
            default: 3
            }
        case (.digitalVideo, PlayReadyOutputs.hdcpType1): configuration.last ?? 0
        default: nil
        }
    }
}
