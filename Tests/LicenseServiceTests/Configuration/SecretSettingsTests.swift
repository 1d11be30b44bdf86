import Daemon
import Testing

@testable import LicenseService

@Suite("Settings that name secrets")
struct SecretSettingsTests {
    @Test("every secret that a configuration names is known to be one")
    func listsSecrets() throws {
        let configuration = try Configuration(
            text: """
                region: seoul
                database: {host: db, passwordFile: p}
                keyEncryptionKeyFile: credential:kek
                listeners:
                  public:
                    address: '::'
                    tls:
                      certificateChainFile: c
                      privateKeyFile: k0
                      ticketKeyFile: t
                      certificates: [{certificateChainFile: c, privateKeyFile: k1}]
                  cleartext: {address: '::', tls: {certificateChainFile: c, privateKeyFile: k2}}
                  operator: {address: '::', tls: {certificateChainFile: c, privateKeyFile: k3}}
                drm:
                  widevine:
                    rootFile: r
                    serviceCertificateFile: c
                    serviceKeyFile: w0
                    renewalSecretFile: w2
                    formerServices: [{certificateFile: c, keyFile: w1}]
                  playready: {rootFile: r, serverKeyFile: p0, signerKeyFile: p1, signerChainFile: c}
                  fairplay: {certificates: [{certificateFile: c, keyFile: f0}], deviceKeyFile: f1}
                """, environment: [:], processorCount: 2)

        #expect(
            configuration.secrets == [
                SecretSetting("keyEncryptionKeyFile", "credential:kek"), SecretSetting("database.passwordFile", "p"),
                SecretSetting("listeners.public.tls.privateKeyFile", "k0"),
                SecretSetting("listeners.public.tls.certificates.0.privateKeyFile", "k1"),
                SecretSetting("listeners.public.tls.ticketKeyFile", "t"),
                SecretSetting("listeners.cleartext.tls.privateKeyFile", "k2"),
                SecretSetting("listeners.operator.tls.privateKeyFile", "k3"),
                SecretSetting("drm.widevine.serviceKeyFile", "w0"),
                SecretSetting("drm.widevine.formerServices.0.keyFile", "w1"),
                SecretSetting("drm.widevine.renewalSecretFile", "w2"),
                SecretSetting("drm.playready.serverKeyFile", "p0"),
                SecretSetting("drm.playready.signerKeyFile", "p1"),
                SecretSetting("drm.fairplay.certificates.0.keyFile", "f0"),
                SecretSetting("drm.fairplay.deviceKeyFile", "f1"),
            ])
    }
}
