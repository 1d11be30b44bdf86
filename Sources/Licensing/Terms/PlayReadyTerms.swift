package import Bytes

/// What only a PlayReady license can say of a key (compliance rules and XMR objects of PlayReady).
package struct PlayReadyTerms: Equatable, Sendable {
    /// Output protection levels, as XMR object 0005 holds them.
    package struct OutputLevels: Equatable, Sendable {
        package var compressedVideo: UInt16
        package var uncompressedVideo: UInt16
        package var analogVideo: UInt16
        package var compressedAudio: UInt16
        package var uncompressedAudio: UInt16

        package init(
            compressedVideo: UInt16, uncompressedVideo: UInt16, analogVideo: UInt16, compressedAudio: UInt16,
            uncompressedAudio: UInt16
        ) {
            self.compressedVideo = compressedVideo
            self.uncompressedVideo = uncompressedVideo
            self.analogVideo = analogVideo
            self.compressedAudio = compressedAudio
            self.uncompressedAudio = uncompressedAudio
        }
    }

    /// An explicit output restriction: what kind of output, which rule, and its own bytes.
    package struct ExplicitOutput: Equatable, Sendable {
        package enum Kind: String, CaseIterable, Sendable {
            case analogVideo, digitalAudio, digitalVideo
        }

        package let kind: Kind
        /// The rule's GUID, its digits in reading order.
        package let rule: UInt128
        /// At most 64 bytes; their order differs by rule.
        package let configuration: [UInt8]

        package init(kind: Kind, rule: UInt128, configuration: [UInt8]) {
            self.kind = kind
            self.rule = rule
            self.configuration = configuration
        }
    }

    package var outputLevels: OutputLevels?
    package var explicitOutputs: [ExplicitOutput]
    /// GUIDs, their digits in reading order.
    package var playEnablers: [UInt128]
    /// When the client removes the license from its store.
    package var removalDate: Timestamp?

    package init(
        outputLevels: OutputLevels? = nil, explicitOutputs: [ExplicitOutput] = [], playEnablers: [UInt128] = [],
        removalDate: Timestamp? = nil
    ) {
        self.outputLevels = outputLevels
        self.explicitOutputs = explicitOutputs
        self.playEnablers = playEnablers
        self.removalDate = removalDate
    }
}

extension PlayReadyTerms {
    /// Higher levels, the outputs restricted by either, the enablers that both name, the earlier removal.
    func narrowed(by other: PlayReadyTerms) -> PlayReadyTerms {
        PlayReadyTerms(
            outputLevels: stricter(outputLevels, other.outputLevels) { $0.narrowed(by: $1) },
            explicitOutputs: explicitOutputs + other.explicitOutputs.filter { !explicitOutputs.contains($0) },
            playEnablers: playEnablers.filter(other.playEnablers.contains),
            removalDate: stricter(removalDate, other.removalDate, min))
    }
}

extension PlayReadyTerms.OutputLevels {
    fileprivate func narrowed(by other: Self) -> Self {
        Self(
            compressedVideo: max(compressedVideo, other.compressedVideo),
            uncompressedVideo: max(uncompressedVideo, other.uncompressedVideo),
            analogVideo: max(analogVideo, other.analogVideo),
            compressedAudio: max(compressedAudio, other.compressedAudio),
            uncompressedAudio: max(uncompressedAudio, other.uncompressedAudio))
    }
}
