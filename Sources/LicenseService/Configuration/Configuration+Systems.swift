package import DRMSystems
internal import Daemon
internal import HTTPClient
internal import Reactor

extension Configuration {
    /// The DRM systems besides Clear Key, which needs nothing of the operator; one whose section is missing is off.
    package struct Systems: Equatable, Sendable {
        package var widevine: Widevine?
        package var playReady: PlayReady?
        package var fairPlay: FairPlay?
        /// Threads that open challenges and write licenses.
        package var threadCount = 1
        /// Challenges of each system that may wait for one of them.
        package var waitingMax = 256
        /// Whether what `evergrant testkit` makes will do: then anybody can make devices that get licenses.
        package var allowsTestMaterial = false
    }

    /// A certificate and the private key to it.
    package struct CertificateFiles: Equatable, Sendable {
        package var certificateFile: String
        package var keyFile: String
    }

    package struct Widevine: Equatable, Sendable {
        package var rootFile: String
        package var service: CertificateFiles
        /// Of service certificates that clients may still hold from before.
        package var formerServices: [CertificateFiles]
        package var renewalSecretFile: String
        package var revocationsFile: String?
        /// Where clients renew, when that is not where they got the license.
        package var renewalURL: String?
        /// Nil leaves the control blocks of keys out.
        package var keyControl: WidevineKeyControl?
    }

    package struct PlayReady: Equatable, Sendable {
        package var rootFile: String
        package var serverKeyFile: String
        package var signerKeyFile: String
        package var signerChainFile: String
        package var revocationsFile: String?
        /// What the key of an upper certificate of a device may be for.
        package var issuerUsages: Set<BCert.Usage> = [.issuerDevice]
        /// What a device's own certificate may be.
        package var leafKinds: Set<BCert.Kind> = [.device]
    }

    package struct FairPlay: Equatable, Sendable {
        package var certificates: [CertificateFiles]
        /// Where the licensee's program listens, which knows the keys of devices.
        package var helperSocket: String?
        /// That program and its arguments, where the server itself starts it; none where somebody else does.
        package var helperCommand: [String]
        /// One key for all devices, for the vectors of Apple's SDK.
        package var deviceKeyFile: String?
    }
}

extension Configuration.FairPlay {
    /// Words of a command, and bytes of each: far more than any program of this kind is started with.
    private static let (commandWordsMax, commandWordBytesMax) = (64, 4_096)

    /// What keeps the command from ever being started as it stands.
    fileprivate var commandProblem: String? {
        guard let program = helperCommand.first else { return nil }
        if helperSocket == nil { return "needs helperSocket, where the program is to listen" }
        if !program.hasPrefix("/") { return "must begin with a program's whole path" }
        let isSane = helperCommand.allSatisfy { $0.utf8.count <= Self.commandWordBytesMax && !$0.utf8.contains(0) }
        guard isSane, helperCommand.count <= Self.commandWordsMax else {
            return "must have at most \(Self.commandWordsMax) words of at most \(Self.commandWordBytesMax) bytes"
        }
        return nil
    }
}

extension SettingsReader {
    /// - Parameter processorCount: One is left to the loops, when there are several.
    mutating func systems(
        _ key: String, processorCount: Int
    ) throws(ConfigurationError) -> Configuration.Systems {
        var section = try section(key)
        var systems = Configuration.Systems()
        systems.widevine = try section.widevine("widevine")
        systems.playReady = try section.playReady("playready")
        systems.fairPlay = try section.fairPlay("fairplay")
        systems.threadCount = try section.integer("threads", in: 1...64, default: min(64, max(1, processorCount - 1)))
        systems.waitingMax = try section.integer("waiting", in: 1...10_000, default: systems.waitingMax)
        systems.allowsTestMaterial =
            try section.optional("allowTestMaterial", { Bool($0) }, "true or false") ?? systems.allowsTestMaterial
        try section.finish()
        return systems
    }

    private mutating func widevine(_ key: String) throws(ConfigurationError) -> Configuration.Widevine? {
        guard var section = try optionalSection(key) else { return nil }
        let widevine = Configuration.Widevine(
            rootFile: try section.string("rootFile"),
            service: Configuration.CertificateFiles(
                certificateFile: try section.string("serviceCertificateFile"),
                keyFile: try section.string("serviceKeyFile")),
            formerServices: try section.certificates("formerServices"),
            renewalSecretFile: try section.string("renewalSecretFile"),
            revocationsFile: try section.optionalString("revocationsFile"),
            renewalURL: try section.renewalURL("renewalURL"), keyControl: try section.keyControl("keyControl"))
        try section.finish()
        return widevine
    }

    private mutating func playReady(_ key: String) throws(ConfigurationError) -> Configuration.PlayReady? {
        guard var section = try optionalSection(key) else { return nil }
        let playReady = Configuration.PlayReady(
            rootFile: try section.string("rootFile"), serverKeyFile: try section.string("serverKeyFile"),
            signerKeyFile: try section.string("signerKeyFile"),
            signerChainFile: try section.string("signerChainFile"),
            revocationsFile: try section.optionalString("revocationsFile"),
            issuerUsages: try section.choice("issuerUsages", of: BCert.Usage.issuing, \.word) ?? [.issuerDevice],
            leafKinds: try section.choice("leafKinds", of: BCert.Kind.clients, \.word) ?? [.device])
        try section.finish()
        return playReady
    }

    private mutating func fairPlay(_ key: String) throws(ConfigurationError) -> Configuration.FairPlay? {
        guard var section = try optionalSection(key) else { return nil }
        let fairPlay = Configuration.FairPlay(
            certificates: try section.certificates("certificates"),
            helperSocket: try section.optionalString("helperSocket"),
            helperCommand: try section.strings("helperCommand"),
            deviceKeyFile: try section.optionalString("deviceKeyFile"))
        guard !fairPlay.certificates.isEmpty else { throw section.error("certificates", "is missing") }
        guard (fairPlay.helperSocket == nil) != (fairPlay.deviceKeyFile == nil) else {
            throw section.error("helperSocket", "or deviceKeyFile must be there, one of the two")
        }
        guard fairPlay.helperSocket.map(UnixAddress.isValid) ?? true else {
            throw section.error("helperSocket", "must be a path of at most 107 bytes, or @ and a name")
        }
        if let problem = fairPlay.commandProblem { throw section.error("helperCommand", problem) }
        try section.finish()
        return fairPlay
    }

    private mutating func certificates(_ key: String) throws(ConfigurationError) -> [Configuration.CertificateFiles] {
        var certificates: [Configuration.CertificateFiles] = []
        for var section in try sections(key) {
            certificates.append(
                Configuration.CertificateFiles(
                    certificateFile: try section.string("certificateFile"), keyFile: try section.string("keyFile")))
            try section.finish()
        }
        return certificates
    }

    /// Some of the `known`; nil when it is left out.
    private mutating func choice<Value: Hashable>(
        _ key: String, of known: [Value], _ word: (Value) -> String
    ) throws(ConfigurationError) -> Set<Value>? {
        var values: Set<Value> = []
        for text in try strings(key) {
            guard let value = known.first(where: { word($0) == text }) else {
                let list = known.map(word).joined(separator: ", ")
                throw error(key, "must be a list of some of \(list), and ‘\(text)’ is none of them")
            }
            values.insert(value)
        }
        return values.isEmpty ? nil : values
    }

    /// The oldest control block, which restricts nothing, unless somebody knows better.
    private mutating func keyControl(_ key: String) throws(ConfigurationError) -> WidevineKeyControl? {
        var section = try section(key)
        let oldest = WidevineKeyControl.oldest
        let isEnabled = try section.optional("enabled", { Bool($0) }, "true or false") ?? true
        let magic = try section.optional("magic", WidevineKeyControl.magic, "four letters or digits")
        let bits = try section.optional("bits", WidevineKeyControl.bits, "eight hex digits")
        try section.finish()
        guard isEnabled else { return nil }
        return WidevineKeyControl(magic: magic ?? oldest.magic, bits: bits ?? oldest.bits)
    }

    /// Clients are told it as it stands.
    private mutating func renewalURL(_ key: String) throws(ConfigurationError) -> String? {
        guard let url = try optionalString(key) else { return nil }
        do throws(HTTPAddressError) { _ = try HTTPAddress(parsing: url) } catch {
            throw self.error(key, error.rawValue)
        }
        return url
    }
}
