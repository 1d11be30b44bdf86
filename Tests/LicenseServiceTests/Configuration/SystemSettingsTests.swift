import DRMSystems
import Daemon
import Testing

@testable import LicenseService

@Suite("Settings of DRM systems")
struct SystemSettingsTests {
    private static let smallest = "region: seoul\ndatabase: {host: db}\nkeyEncryptionKeyFile: /etc/kek\n"
    private static let playReady = "rootFile: r, serverKeyFile: k, signerKeyFile: s, signerChainFile: c"
    private static let widevine =
        "rootFile: r, serviceCertificateFile: c, serviceKeyFile: k, renewalSecretFile: n"

    private func systems(
        _ drm: String, _ environment: [String: String] = [:]
    ) throws(ConfigurationError) -> Configuration.Systems {
        try Configuration(
            text: Self.smallest + "drm: {\(drm)}", environment: environment, processorCount: 2
        ).systems
    }

    private func playReady(_ more: String, _ environment: [String: String] = [:]) throws -> Configuration.PlayReady {
        try #require(systems("playready: {\(Self.playReady)\(more)}", environment).playReady)
    }

    private func keyControl(_ more: String) throws -> WidevineKeyControl? {
        try #require(systems("widevine: {\(Self.widevine)\(more)}").widevine).keyControl
    }

    @Test("PlayReady's devices are believed as the specification has it, unless an operator says otherwise")
    func readsTrust() throws {
        let usual = try playReady("")
        #expect(usual.issuerUsages == [.issuerDevice])
        #expect(usual.leafKinds == [.device])

        let other = try playReady(", issuerUsages: [ISSUER_ALL, ISSUER_LINK], leafKinds: [DEVICE, PC]")
        #expect(other.issuerUsages == [.issuerAll, .issuerLink])
        #expect(other.leafKinds == [.device, .personalComputer])

        let variable = "EVERGRANT_DRM_PLAYREADY_ISSUER_USAGES"
        #expect(try playReady("", [variable: "ISSUER_INDIV, ISSUER_LINK"]).issuerUsages.count == 2)
    }

    @Test("each name that is offered is read as itself, and none lets a device issue or an issuer be a device")
    func readsNames() throws {
        for usage in BCert.Usage.issuing {
            #expect(try playReady(", issuerUsages: [\(usage.word)]").issuerUsages == [usage])
        }
        for kind in BCert.Kind.clients {
            #expect(try playReady(", leafKinds: [\(kind.word)]").leafKinds == [kind])
        }
        #expect(BCert.Usage.issuing.map(\.rawValue) == [4, 5, 6, 7, 9, 10])
        #expect(BCert.Kind.clients.map(\.rawValue) == [1, 2, 7, 8])
    }

    @Test(
        "a name that is not offered is refused by its setting",
        arguments: [
            ("issuerUsages: [SIGN]", "issuerUsages"), ("issuerUsages: [6]", "issuerUsages"),
            ("issuerUsages: [issuer_device]", "issuerUsages"), ("leafKinds: [ISSUER]", "leafKinds"),
            ("leafKinds: [DEVICE, 4]", "leafKinds"), ("leafKinds: {a: 1}", "leafKinds"),
        ])
    func refusesNames(setting: String, key: String) {
        #expect { try playReady(", \(setting)") } throws: {
            ($0 as? ConfigurationError)?.key == "drm.playready.\(key)"
        }
    }

    @Test("Widevine's control block is the oldest, another, or none")
    func readsKeyControl() throws {
        #expect(try keyControl("") == .oldest)
        #expect(
            try keyControl(", keyControl: {magic: kc16, bits: 80000008}")
                == WidevineKeyControl(magic: 0x6B63_3136, bits: 0x8000_0008))
        #expect(try keyControl(", keyControl: {bits: 00000001}") == WidevineKeyControl(magic: 0x6B63_746C, bits: 1))
        #expect(try keyControl(", keyControl: {enabled: false, magic: kc16}") == nil)
    }

    @Test(
        "a control block that is none is refused by its setting",
        arguments: [
            ("magic: kc1", "magic"), ("magic: kc166", "magic"), ("magic: kcé", "magic"), ("bits: 8", "bits"),
            ("bits: 0x000001", "bits"), ("enabled: perhaps", "enabled"), ("nonce: 1", "nonce"),
        ])
    func refusesKeyControl(setting: String, key: String) {
        #expect { try keyControl(", keyControl: {\(setting)}") } throws: {
            ($0 as? ConfigurationError)?.key == "drm.widevine.keyControl.\(key)"
        }
    }
}
