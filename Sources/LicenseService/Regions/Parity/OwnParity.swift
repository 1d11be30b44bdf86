internal import Bytes
internal import Cryptography
internal import Daemon
internal import Licensing
internal import Reactor

/// What this server has to say of itself, for every loop to read; a reload changes it.
final class OwnParity: Sendable {
    private let parity: Lock<Parity>
    private let material: Lock<[DRMSystem]>

    init(_ ring: KeyRing, _ systems: SystemProviders) {
        parity = Lock(Parity(ring, systems))
        material = Lock(systems.testMaterial)
    }

    var current: Parity { parity.withLock { $0 } }

    /// The systems whose devices anybody can make.
    var testMaterial: [DRMSystem] { material.withLock { $0 } }

    func adopt(_ ring: KeyRing, _ systems: SystemProviders) {
        let read = Parity(ring, systems)
        parity.withLock { parity in
            let build = parity[.build]
            parity = read
            parity[.build] = build
        }
        material.withLock { $0 = systems.testMaterial }
    }

    func note(build: String?) { parity.withLock { $0[.build] = build } }
}

extension Parity {
    init(_ ring: KeyRing, _ systems: SystemProviders) {
        self.init(systems.parity)
        self[.keyEncryptionKeys] = Self.word(for: ring)
        self[.policySchema] = Schema.policyVersions
    }
}

extension Parity {
    /// With what listeners have, who look at their files by themselves.
    ///
    /// - Parameter listeners: Those that players and packagers reach.
    func adding(_ listeners: [ReloadableTLS]) -> Parity {
        var parity = self
        let tickets = listeners.compactMap(\.sharedTickets).first?.keys.suffix(Self.ticketKeysMax).map { key in
            Hex.encode(key.name.prefix(3))
        }
        parity[.ticketKeys] = tickets?.joined(separator: ",")
        let trust = Set(listeners.compactMap(\.clientTrustDigest))
        if !trust.isEmpty { parity[.clientTrust] = Self.digest(ofEach: Array(trust)) }
        return parity
    }
}

extension Plant {
    /// What this server says of itself, and compares with what others say.
    var ownParity: Parity { parity.current.adding([tls, cleartextTLS].compactMap(\.self)) }
}

/// Which program this is.
enum Build {
    private static let pieceBytes = 1 << 20

    /// A digest of the running program's file, which is the same wherever the same file was put; for a thread that may
    /// wait for the disk.
    ///
    /// - Returns: Nil when the file cannot be read, as in a sandbox without /proc.
    static func identity() -> String? {
        let chain = ChainedDigest(after: [])
        do throws(SystemError) {
            let file = try File("/proc/self/exe", for: .reading)
            var offset = 0
            while case let piece = try file.read(pieceBytes, at: offset), !piece.isEmpty {
                chain.add(piece.span)
                offset += piece.count
            }
        } catch {
            return nil
        }
        return Parity.digest(of: chain.hash)
    }
}
