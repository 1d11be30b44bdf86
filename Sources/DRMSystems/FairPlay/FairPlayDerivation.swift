/// What the licensee's derivation needs to give the key of one device and one request (`DASk`).
package struct FairPlayDerivation: Equatable, Sendable {
    /// 21 bytes of the device's.
    package let r2: [UInt8]
    /// SHA-1 of the certificate: each has an application secret key of its own.
    package let certificateHash: [UInt8]
    /// Of the SPC's container: 1 or 2.
    package let spcVersion: UInt32
    /// What the device says it used.
    package let protocolVersion: UInt32

    package init(r2: [UInt8], certificateHash: [UInt8], spcVersion: UInt32, protocolVersion: UInt32) {
        self.r2 = r2
        self.certificateHash = certificateHash
        self.spcVersion = spcVersion
        self.protocolVersion = protocolVersion
    }
}
