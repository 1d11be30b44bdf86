/// The devices that get no license any more, whatever their certificates say.
package struct WidevineRevocations: Equatable, Sendable {
    package static let none = WidevineRevocations()

    /// Whole models, as their makers' certificates number them.
    package var systemIDs: Set<UInt64>
    /// Single devices, or the models' own certificates.
    package var serials: Set<[UInt8]>

    package init(systemIDs: Set<UInt64> = [], serials: Set<[UInt8]> = []) {
        self.systemIDs = systemIDs
        self.serials = serials
    }

    func contains(systemID: UInt64, serials: [UInt8]...) -> Bool {
        systemIDs.contains(systemID) || (!self.serials.isEmpty && serials.contains { self.serials.contains($0) })
    }
}
