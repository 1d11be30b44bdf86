package import Bytes

/// What a player asks for, whichever system it speaks.
package struct LicenseRequest: Equatable, Sendable {
    package enum Kind: Equatable, Sendable {
        case new
        /// Prolongs a license that the player holds: the keys are not sent again.
        case renewal
        /// Gives a license back.
        case release
    }

    package let system: DRMSystem
    package let kind: Kind
    /// Each once, in the order asked; empty when the player names its content instead.
    package let keyIDs: [KeyID]
    /// Asked for as a whole, by players whose manifest names no key.
    package let content: ContentName?
    package let device: Device?
    /// Whether the player wants to keep the license.
    package let isPersistent: Bool

    /// Folds repeated key IDs into one.
    package init(
        system: DRMSystem, kind: Kind = .new, keyIDs: [KeyID], content: ContentName? = nil, device: Device? = nil,
        isPersistent: Bool = false
    ) {
        self.system = system
        self.kind = kind
        self.content = content
        self.device = device
        self.isPersistent = isPersistent
        guard keyIDs.count > 1 else {
            self.keyIDs = keyIDs
            return
        }
        var seen: Set<KeyID> = []
        self.keyIDs = keyIDs.filter { seen.insert($0).inserted }
    }

    /// The same request, once it is known which keys the content has.
    package func asking(for keyIDs: [KeyID]) -> LicenseRequest {
        LicenseRequest(
            system: system, kind: kind, keyIDs: keyIDs, content: content, device: device, isPersistent: isPersistent)
    }
}
