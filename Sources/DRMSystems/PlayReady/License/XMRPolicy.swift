internal import Bytes
internal import Licensing

/// What a license says of when and where its key may be used, as the objects of XMR.
struct XMRPolicy {
    let issuedAt: Timestamp
    let expiresAt: Timestamp
    let isPersistent: Bool
    let terms: LicenseTerms
    let keyTerms: KeyTerms?

    /// The objects about the license as a whole.
    var global: [UInt8] {
        var objects: [UInt8] = []
        objects.append(.expiration, 0, Self.seconds(expiresAt))
        if let duration = terms.playbackDuration {
            // At least one: no seconds could be taken for no limit.
            objects.append(.expirationAfterFirstPlay, UInt32(clamping: max(1, duration.components.seconds)))
        }
        // Seen in every license that may not be kept, and absent where one may.
        if !isPersistent { objects.append(.settings, UInt16(1)) }
        objects.append(.issueDate, Self.seconds(issuedAt))
        if let removal = keyTerms?.playReady?.removalDate { objects.append(.removalDate, Self.seconds(removal)) }
        objects.append(.embeddingBehavior, UInt16(1))  // in each license anybody has published
        objects.append(.minimumSecurityLevel, (keyTerms?.security.playReady ?? .test).rawValue)
        return objects
    }

    /// The largest number means never.
    private static func seconds(_ moment: Timestamp) -> UInt32 { UInt32(clamping: moment.seconds) }
}

extension XMRPolicy {
    /// The right to play; an empty one means without conditions.
    var play: [UInt8] {
        let outputs = PlayReadyOutputs(keyTerms)
        var objects: [UInt8] = []
        if let levels = outputs.levels {
            objects.append(
                .outputLevels, [], levels.compressedVideo, levels.uncompressedVideo, levels.analogVideo,
                levels.compressedAudio, levels.uncompressedAudio)
        }
        objects.append(outputs.explicit(.analogVideo), in: .analogOutputs, each: .analogOutput)
        objects.append(outputs.explicit(.digitalAudio), in: .digitalAudioOutputs, each: .digitalAudioOutput)
        objects.append(outputs.explicit(.digitalVideo), in: .digitalVideoOutputs, each: .digitalVideoOutput)
        if !outputs.enablers.isEmpty {
            var enablers: [UInt8] = []
            for enabler in outputs.enablers { enablers.append(.playEnabler, GUID.bytes(of: enabler)) }
            objects.append(.playEnablers, enablers)
        }
        return objects
    }
}

extension [UInt8] {
    fileprivate mutating func append(
        _ outputs: [PlayReadyTerms.ExplicitOutput], in container: XMR.Kind, each kind: XMR.Kind
    ) {
        guard !outputs.isEmpty else { return }
        var entries: [UInt8] = []
        for output in outputs { entries.append(kind, GUID.bytes(of: output.rule) + output.configuration) }
        append(container, entries)
    }
}
