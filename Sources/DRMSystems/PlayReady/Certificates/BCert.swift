/// A certificate of PlayReady's own format.
package struct BCert: Equatable, Sendable {
    package enum Kind: UInt32, Sendable {
        case personalComputer = 1
        case device = 2
        case issuer = 4
        case silverlight = 7
        case application = 8
        case licenseSigner = 12
    }

    /// What a key may do; the raw value is what stands in the certificate.
    package enum Usage: UInt32, CaseIterable, Sendable {
        case sign = 1
        case encryptKey = 2
        case issuerAll = 4
        case issuerIndividualization = 5
        case issuerDevice = 6
        case issuerLink = 7
        case issuerSilverlight = 9
        case issuerApplication = 10
        case issuerSignLicense = 18
        case signLicense = 19
        case signResponse = 20
    }

    package struct Key: Equatable, Sendable {
        /// X ‖ Y; whether they are on the curve is for whoever uses them to ask.
        package let point: [UInt8]
        package let usages: [UInt32]

        package init(point: [UInt8], usages: [UInt32]) {
            self.point = point
            self.usages = usages
        }

        package func may(_ usage: Usage) -> Bool { usages.contains(usage.rawValue) }
    }

    /// 16 bytes.
    package var certificateID: [UInt8]
    package var securityLevel: UInt32
    /// `Kind`, or one that we have no use for.
    package var kind: UInt32
    /// SHA-256 of the key that the certificate stands for.
    package var keyDigest: [UInt8]
    /// Seconds since 1970; the largest number means never.
    package var expiration: UInt32
    /// 16 bytes.
    package var clientID: [UInt8]
    package var keys: [Key]
    /// Manufacturer, name and number of the model, when it names them.
    package var manufacturer: [String]

    package init(
        certificateID: [UInt8], securityLevel: UInt32, kind: UInt32, keyDigest: [UInt8],
        expiration: UInt32 = .max, clientID: [UInt8], keys: [Key], manufacturer: [String] = []
    ) {
        self.certificateID = certificateID
        self.securityLevel = securityLevel
        self.kind = kind
        self.keyDigest = keyDigest
        self.expiration = expiration
        self.clientID = clientID
        self.keys = keys
        self.manufacturer = manufacturer
    }

    /// Whom the certificates of `evergrant testkit` name as their manufacturer, so that none of them passes for
    /// another.
    package static let testManufacturer = "Evergrant test kit"

    /// The first key that may do this.
    package func key(for usage: Usage) -> Key? { keys.first { $0.may(usage) } }
}

/// A certificate with what its issuer made of it.
package struct SignedBCert: Equatable, Sendable {
    package let certificate: BCert
    /// What the signature is over, to the byte.
    package let signedBytes: [UInt8]
    /// r ‖ s.
    package let signature: [UInt8]
    /// X ‖ Y of the key that made it.
    package let issuer: [UInt8]
    /// What the device itself has added, under a signature of its own; we pass it over.
    package let addition: [UInt8]
}
