internal import Bytes

extension PlayReadyTerms {
    /// From the block `playready` of a usage policy, which has been searched for strangers; nil when it says nothing.
    init?(axinom block: JSONMembers) throws(JSONError) {
        let levels = OutputLevels(
            compressedVideo: try block.axinomLevel("compressed_digital_video_opl"),
            uncompressedVideo: try block.axinomLevel("uncompressed_digital_video_opl"),
            analogVideo: try block.axinomLevel("analog_video_opl"),
            compressedAudio: try block.axinomLevel("compressed_digital_audio_opl"),
            uncompressedAudio: try block.axinomLevel("uncompressed_digital_audio_opl"))
        var enablers: [UInt128] = []
        for enabler in try block.outputRules("play_enablers") {
            enablers.append(try enabler.guid(in: "play_enablers"))
        }
        self.init(
            outputLevels: levels == OutputLevels.none ? nil : levels,
            explicitOutputs: try block.axinomOutputs("analog_video_output_protections", .analogVideo)
                + block.axinomOutputs("digital_audio_output_protections", .digitalAudio)
                + block.axinomOutputs("digital_video_output_protections", .digitalVideo),
            playEnablers: enablers)
        if self == PlayReadyTerms() { return nil }
    }
}

extension PlayReadyTerms.OutputLevels {
    fileprivate static let none = Self(
        compressedVideo: 0, uncompressedVideo: 0, analogVideo: 0, compressedAudio: 0, uncompressedAudio: 0)
}

extension JSONMembers {
    /// Levels above those that let anything pass are theirs to write: 201 for no analog output.
    fileprivate func axinomLevel(_ member: StaticString) throws(JSONError) -> UInt16 {
        guard let number = try integer(member) else { return 0 }
        guard 100...999 ~= number, let level = UInt16(exactly: number) else {
            throw .unexpected(member: "\(member)", expected: "100 to 999")
        }
        return level
    }

    fileprivate func axinomOutputs(
        _ member: StaticString, _ kind: PlayReadyTerms.ExplicitOutput.Kind
    ) throws(JSONError) -> [PlayReadyTerms.ExplicitOutput] {
        var outputs: [PlayReadyTerms.ExplicitOutput] = []
        for element in try outputRules(member) {
            guard let rule = element.object else { throw .unexpected(member: "\(member)", expected: "objects") }
            try rule.refuseMembers(except: ["id", "config_data"])
            let text = try rule.string("config_data") ?? ""
            guard text.utf8.count <= 2 * LicensingLimits.outputRuleLengthMax,
                let data = try? Base64.standard.decode(Array(text.utf8)),
                data.count <= LicensingLimits.outputRuleLengthMax
            else {
                let expected = "at most \(LicensingLimits.outputRuleLengthMax) bytes in base64"
                throw .unexpected(member: "config_data", expected: expected)
            }
            let guid = try rule.requiring("id", rule.guid("id"), "a GUID")
            outputs.append(PlayReadyTerms.ExplicitOutput(kind: kind, rule: guid, configuration: data))
        }
        return outputs
    }
}
