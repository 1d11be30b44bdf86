internal import Bytes
internal import Cryptography
internal import DRMSystems
internal import Daemon
internal import FairPlayKeys
internal import Reactor

extension Configuration.FairPlay {
    private static let section = "drm.fairplay"

    /// Reads every file.
    ///
    /// A fixed device key fits no device but those of the vectors of Apple's SDK: it counts as test material.
    func material(
        allowsTest: Bool, _ reader: MaterialReader
    ) throws(ConfigurationError) -> SystemProviders.Material<FairPlayProvider> {
        let keys = try deviceKeys(reader)
        let isTest = deviceKeyFile != nil
        guard !isTest || allowsTest else {
            throw ConfigurationError("\(Self.section).deviceKeyFile", "is for tests: see drm.allowTestMaterial")
        }
        let certificates = try certificates(reader)
        let provider: FairPlayProvider
        do throws(FairPlayCertificateFailure) {
            provider = try FairPlayProvider(certificates: certificates, deviceKeys: keys)
        } catch {
            throw ConfigurationError("\(Self.section).certificates", "\(error)")
        }
        return SystemProviders.Material(
            provider: provider, certificate: certificates.first?.der, isTest: isTest,
            parity: [
                .fairPlayCertificates: Parity.digest(ofEach: certificates.map(\.hash)),
                .fairPlayDeviceKeys: Self.word(for: keys),
            ])
    }

    /// The licensee's program is like any other; of a key for tests there is a value to check it by.
    private static func word(for keys: FairPlayProvider.DeviceKeys) -> String {
        switch keys {
        case .helper: "helper"
        case .fixed(let key): "fixed " + Parity.checkValue(of: key)
        }
    }

    private func certificates(_ reader: MaterialReader) throws(ConfigurationError) -> [FairPlayCertificate] {
        var read: [FairPlayCertificate] = []
        for (index, files) in certificates.enumerated() {
            let setting = "\(Self.section).certificates.\(index)"
            let der = try reader.bytes(files.certificateFile, for: "\(setting).certificateFile")
            let secret = try reader.secret(files.keyFile, for: "\(setting).keyFile")
            let key: RSAPrivateKey
            do throws(KeyFailure) { key = try RSAPrivateKey(pem: secret) } catch {
                throw ConfigurationError("\(setting).keyFile", "\(error)")
            }
            do throws(FairPlayCertificateFailure) {
                read.append(try FairPlayCertificate(der: der, key: key))
            } catch {
                throw ConfigurationError("\(setting).certificateFile", "\(error)")
            }
        }
        return read
    }

    /// The licensee's program, where this server is to keep it running; one that cannot be started is refused.
    func keyProgram() throws(ConfigurationError) -> KeyProgramCommand? {
        guard let helperSocket, let path = helperCommand.first else { return nil }
        let program = Program(path, Array(helperCommand.dropFirst()))
        do throws(SystemError) { try program.requireExecutable() } catch {
            throw ConfigurationError("\(Self.section).helperCommand", "cannot be started: \(error)")
        }
        return KeyProgramCommand(program, socket: helperSocket)
    }

    private func deviceKeys(_ reader: MaterialReader) throws(ConfigurationError) -> FairPlayProvider.DeviceKeys {
        guard let deviceKeyFile else { return .helper }
        let setting = "\(Self.section).deviceKeyFile"
        let text = try reader.secret(deviceKeyFile, for: setting)
        let digits = text.withBytes { [UInt8](copying: $0).filter { $0 > 0x20 } }
        guard let bytes = try? Hex.decode(digits) else { throw ConfigurationError(setting, "must be in hex") }
        return .fixed(Secret(copying: bytes))
    }
}
