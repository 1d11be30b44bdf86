package import Bytes

/// What a player asks for, whichever system it speaks.
package struct LicenseRequest: Equatable, Sendable {
    package let system: DRMSystem
    /// Each once, in the order asked.
    package let keyIDs: [KeyID]

    /// Folds repeated key IDs into one.
    package init(system: DRMSystem, keyIDs: [KeyID]) {
        self.system = system
        guard keyIDs.count > 1 else {
            self.keyIDs = keyIDs
            return
        }
        var seen: Set<KeyID> = []
        self.keyIDs = keyIDs.filter { seen.insert($0).inserted }
    }
}
