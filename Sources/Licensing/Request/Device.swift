/// The device behind a license request, as its certificate proves it; Clear Key has none.
package struct Device: Equatable, Hashable, Sendable {
    /// What tells this device from any other of its system: 16 to 32 bytes that the certificate stands for.
    package let id: [UInt8]
    /// PlayReady's level of the device certificate: 150, 2000 or 3000; the other systems' clients enforce theirs.
    package let securityLevel: UInt16?

    package init(id: [UInt8], securityLevel: UInt16? = nil) {
        self.id = id
        self.securityLevel = securityLevel
    }
}
