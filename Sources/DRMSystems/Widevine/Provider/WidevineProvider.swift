package import Bytes
internal import Cryptography
package import Licensing

/// Who issues Widevine licenses here: everything that Widevine's owner, or the test kit, gave.
///
/// Never changes, so challenges can be read and licenses made on any thread.
package struct WidevineProvider: Sendable {
    package struct Settings: Sendable {
        /// The RSAPublicKey in DER that every device's certificate leads to.
        package var root: [UInt8]
        /// Handed out to clients that ask for a service certificate.
        package var service: WidevineServiceFiles
        /// Certificates that clients may still hold from before.
        package var formerServices: [WidevineServiceFiles]
        /// What licenses are renewed by: the same in all regions, and older versions for older licenses.
        package var renewalSecrets: KeyRing
        package var revocations: WidevineRevocations
        /// Nil leaves key control blocks out.
        package var keyControl: WidevineKeyControl?
        /// Where clients renew, when that is not where they got the license.
        package var renewalServerURL: String?
        /// Whether keys of the test kit will do: never in production, where anybody could make devices.
        package var allowsTestKeys: Bool

        package init(
            root: [UInt8], service: WidevineServiceFiles, formerServices: [WidevineServiceFiles] = [],
            renewalSecrets: KeyRing, revocations: WidevineRevocations = .none,
            keyControl: WidevineKeyControl? = .oldest, renewalServerURL: String? = nil, allowsTestKeys: Bool
        ) {
            self.root = root
            self.service = service
            self.formerServices = formerServices
            self.renewalSecrets = renewalSecrets
            self.revocations = revocations
            self.keyControl = keyControl
            self.renewalServerURL = renewalServerURL
            self.allowsTestKeys = allowsTestKeys
        }
    }

    /// In DER.
    let root: [UInt8]
    /// Of the models' and devices' certificates.
    let knownSignatures = KnownSignatures()
    let revocations: WidevineRevocations
    let keyControl: WidevineKeyControl?
    let renewalServerURL: String?
    private let services: [WidevineService]
    private let renewalSecrets: KeyRing

    /// Whether any of the keys comes from the test kit.
    package let isTest: Bool
    /// The body that answers a request for the service certificate.
    package let serviceCertificateAnswer: [UInt8]
    /// What the regions must have in common: SHA-256 over the service certificate.
    package let serviceCertificateDigest: [UInt8]
    /// Seconds since 1970 at which the service certificate ends; nil when it does not.
    package let serviceCertificateEndsAt: Timestamp?

    package init(_ settings: Settings) throws(WidevineProviderError) {
        let root: RSAPublicKey
        do throws(KeyFailure) { root = try RSAPublicKey(pkcs1: settings.root) } catch { throw .unreadableRoot(error) }
        self.root = settings.root
        var services: [WidevineService] = []
        for files in [settings.service] + settings.formerServices {
            services.append(try WidevineService(files, root: root))
        }
        self.services = services
        revocations = settings.revocations
        keyControl = settings.keyControl
        renewalServerURL = settings.renewalServerURL
        renewalSecrets = settings.renewalSecrets
        isTest = WidevineTestMark.stands(on: root) || services.contains { WidevineTestMark.stands(on: $0.certificate) }
        guard !isTest || settings.allowsTestKeys else { throw .testKeys }
        serviceCertificateAnswer =
            WidevineSignedMessage(.serviceCertificate, message: settings.service.certificate).bytes
        serviceCertificateDigest = SHA256.digest(settings.service.certificate)
        serviceCertificateEndsAt = services.first?.certificate.endsAt
    }

    /// Whether a body asks for the service certificate: the two bytes that every client sends for it.
    package static func asksForServiceCertificate(_ body: [UInt8]) -> Bool { body == [0x08, 0x04] }
}

extension WidevineProvider {
    /// The identification in an `EncryptedClientIdentification`, or nil for whatever is wrong with it.
    func identification(in encrypted: [UInt8]) -> [UInt8]? {
        guard let fields = try? ProtobufMessage(parsing: encrypted), let serial = try? fields.bytes(2),
            let service = services.first(where: { $0.certificate.serial == serial })
        else { return nil }
        return service.open(fields)
    }

    /// A key like those of devices, to check signatures with that nobody made.
    var decoyKey: [UInt8] { services.first?.certificate.publicKey ?? [] }

    /// The keys for the renewals of a new license.
    func renewalKeys(of sessionID: [UInt8]) -> WidevineRenewalKeys {
        WidevineRenewalKeys(renewalSecrets.current, sessionID: sessionID)
    }

    /// The keys for a renewal, or nil when the secret that `token` was sealed under is gone.
    func renewalKeys(of sessionID: [UInt8], token: [UInt8]) -> WidevineRenewalKeys? {
        let version = WidevineRenewalKeys.version(in: token)
        guard let secret = renewalSecrets.keys.first(where: { $0.version == version }) else { return nil }
        return WidevineRenewalKeys(secret, sessionID: sessionID)
    }
}
