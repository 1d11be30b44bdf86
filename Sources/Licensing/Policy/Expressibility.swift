internal import Bytes

/// Whether a system can hold its players to one thing that a policy demands.
package enum Expressibility: Sendable {
    /// This server holds to it, by issuing or not.
    case byServer
    /// The license says it.
    case inLicense
    /// It is about another system's license alone, and nothing of this one is left out by not saying it.
    case ofAnotherSystem
    /// It would be dropped: such a document is refused.
    case inexpressible
}

extension PolicyField {
    /// The table of docs/policy.md.
    package func expressibility(in system: DRMSystem) -> Expressibility {
        switch self {
        case .notBefore, .notAfter, .allowedTracks, .systems: .byServer
        // Nothing is kept in a ClearKey session, so what forbids keeping holds.
        case .mayPersist(false): system == .clearKey ? .byServer : .inLicense
        // W3C EME §9.1.4: a ClearKey license is a list of keys, and the keys are in clear in the player.
        case _ where system == .clearKey: .inexpressible
        // A renewal, where there is none, is a license that ends when one would have had to come.
        case .licenseDuration, .rentalDuration, .playbackDuration, .mayPersist, .renewal: .inLicense
        case .devicesPerSubjectMax: .byServer
        case .security(let owner): owned(by: owner, system)
        case .airPlay: system == .widevine ? .ofAnotherSystem : .inLicense
        case .avAdapter: owned(by: .fairPlay, system)
        case .playReady: owned(by: .playReady, system)
        case .hdcp(let version): version.expressibility(in: system)
        case .analogOutput(let output): output.expressibility(in: system)
        }
    }

    private func owned(by owner: DRMSystem, _ system: DRMSystem) -> Expressibility {
        system == owner ? .inLicense : .ofAnotherSystem
    }
}

extension HDCPVersion {
    /// PlayReady and FairPlay tell HDCP 1 ("type 0") and HDCP 2.2 ("type 1") apart; FairPlay is told the next higher.
    fileprivate func expressibility(in system: DRMSystem) -> Expressibility {
        switch (self, system) {
        case (_, .widevine), (.v1, _), (.v2_2, _): .inLicense
        case (.v2, .fairPlay), (.v2_1, .fairPlay), (.noDigitalOutput, .playReady): .inLicense
        case (.v2, _), (.v2_1, _), (.v2_3, _), (.noDigitalOutput, _): .inexpressible
        }
    }
}

extension AnalogOutput {
    /// No device that FairPlay plays on has an analog output.
    fileprivate func expressibility(in system: DRMSystem) -> Expressibility {
        switch system {
        case .widevine, .playReady: .inLicense
        case .fairPlay: .ofAnotherSystem
        case .clearKey: .inexpressible
        }
    }
}

extension LicensePolicy {
    /// Refuses a document that would promise what a license cannot keep.
    func requireExpressible() throws(JSONError) {
        let systems = DRMSystem.allCases.filter { self.systems?.contains($0) ?? true }
        for field in fields {
            let ways = systems.map { field.expressibility(in: $0) }
            if let place = ways.firstIndex(of: .inexpressible) {
                let what = field.value.map { "‘\($0)’" } ?? "it"
                let list = field.systems { $0 != .inexpressible }
                let reason = "\(systems[place].rawValue) cannot express \(what); narrow \"systems\" to some of \(list)"
                throw .refused(member: field.member, because: reason)
            }
            if ways.allSatisfy({ $0 == .ofAnotherSystem }) {
                let reason = "it is about \(field.systems { $0 == .inLicense }), which \"systems\" leaves out"
                throw .refused(member: field.member, because: reason)
            }
        }
    }
}

extension PolicyField {
    /// Those in which it is expressible in such a way, for an error message.
    fileprivate func systems(where isMeant: (Expressibility) -> Bool) -> String {
        DRMSystem.allCases.filter { isMeant(expressibility(in: $0)) }.map(\.rawValue).joined(separator: ", ")
    }
}
