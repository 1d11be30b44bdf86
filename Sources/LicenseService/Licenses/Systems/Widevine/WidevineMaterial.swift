internal import Bytes
internal import DRMSystems
internal import Daemon
internal import Licensing

extension Configuration.Widevine {
    private static let section = "drm.widevine"

    /// Reads every file.
    func material(
        allowsTest: Bool, _ reader: MaterialReader
    ) throws(ConfigurationError) -> SystemProviders.Material<WidevineProvider> {
        let root = try reader.bytes(rootFile, for: "\(Self.section).rootFile")
        let service = try files(
            service, "\(Self.section).serviceCertificateFile", "\(Self.section).serviceKeyFile", reader)
        let list = try RevocationList(revocationsFile, for: "\(Self.section).revocationsFile", reader)
        let (former, secrets) = (try former(reader), try secrets(reader))
        let settings = WidevineProvider.Settings(
            root: root, service: service, formerServices: former, renewalSecrets: secrets,
            revocations: try revocations(list), keyControl: keyControl, renewalServerURL: renewalURL,
            allowsTestKeys: allowsTest)
        let provider: WidevineProvider
        do throws(WidevineProviderError) { provider = try WidevineProvider(settings) } catch {
            throw ConfigurationError(Self.section, "\(error)")
        }
        var parity: [Parity.Fact: String] = [
            .widevineServiceCertificate: Parity.digest(of: service.certificate),
            .widevineFormerCertificates: Parity.digest(ofEach: former.map(\.certificate)),
            .widevineRenewalSecrets: Parity.word(for: secrets),
            .widevineTrust: Parity.digest(ofEach: [root, list.bytes]),
        ]
        parity[.widevineRenewalURL] = renewalURL.map { Parity.digest(of: Array($0.utf8)) }
        return SystemProviders.Material(
            provider: provider, certificate: service.certificate, isTest: provider.isTest, parity: parity)
    }

    private func former(_ reader: MaterialReader) throws(ConfigurationError) -> [WidevineServiceFiles] {
        var former: [WidevineServiceFiles] = []
        for (index, service) in formerServices.enumerated() {
            let setting = "\(Self.section).formerServices.\(index)"
            former.append(try files(service, "\(setting).certificateFile", "\(setting).keyFile", reader))
        }
        return former
    }

    private func files(
        _ files: Configuration.CertificateFiles, _ certificate: String, _ key: String, _ reader: MaterialReader
    ) throws(ConfigurationError) -> WidevineServiceFiles {
        WidevineServiceFiles(
            certificate: try reader.bytes(files.certificateFile, for: certificate),
            key: try reader.secret(files.keyFile, for: key))
    }

    /// In the format of the key-encryption keys, for they roll over in the same way.
    private func secrets(_ reader: MaterialReader) throws(ConfigurationError) -> KeyRing {
        let setting = "\(Self.section).renewalSecretFile"
        let file = try reader.secret(renewalSecretFile, for: setting)
        do throws(KeyFileError) {
            return try file.withBytes { bytes throws(KeyFileError) in try KeyRing(parsing: [UInt8](copying: bytes)) }
        } catch {
            throw ConfigurationError(setting, "\(error)")
        }
    }

    private func revocations(_ list: RevocationList) throws(ConfigurationError) -> WidevineRevocations {
        var revocations = WidevineRevocations.none
        try list.forEach { word, value in
            switch word {
            case "system":
                guard let number = UInt64(value) else { return false }
                revocations.systemIDs.insert(number)
            case "serial":
                guard let serial = try? Hex.decode(value.utf8), !serial.isEmpty else { return false }
                revocations.serials.insert(serial)
            default: return false
            }
            return true
        }
        return revocations
    }
}
