package import Bytes
internal import Cryptography

/// Who this server is to PlayReady clients, and which clients it believes: all of it configuration, none of it shipped.
///
/// Never changes, so requests are read and licenses made on any thread.
package final class PlayReadyProvider: Sendable {
    package struct Settings: Sendable {
        /// X ‖ Y of the key that every device's chain leads to.
        package var root: [UInt8]
        /// The 32 bytes of the key that clients encrypt their certificates to.
        package var serverKey: Secret
        /// The 32 bytes of the key that signs responses.
        package var signerKey: Secret
        /// The certificates that let it.
        package var signerChain: [UInt8]
        /// What an issuer's key must be for, one of these: vendors differ.
        package var issuerUsages: Set<BCert.Usage> = [.issuerDevice]
        /// What a client's own certificate may be.
        package var leafKinds: Set<BCert.Kind> = [.device]
        /// SHA-256 of keys that are believed no more.
        package var revoked: Set<[UInt8]> = []
        /// Whether keys of the test kit will do: never in production, where anybody could make devices.
        package var allowsTestKeys: Bool

        package init(
            root: [UInt8], serverKey: Secret, signerKey: Secret, signerChain: [UInt8], allowsTestKeys: Bool
        ) {
            self.root = root
            self.serverKey = serverKey
            self.signerKey = signerKey
            self.signerChain = signerChain
            self.allowsTestKeys = allowsTestKeys
        }
    }

    /// Which devices are believed.
    package let trust: BCertTrust
    let serverKey: P256PrivateKey
    let signer: SigningKey
    let signerChain: BCertChain
    /// Of the issuers' and devices' certificates.
    let knownSignatures = KnownSignatures()

    package init(_ settings: Settings) throws(PlayReadyProviderFailure) {
        guard let root = P256Point(settings.root) else { throw .unreadableRoot }
        trust = BCertTrust(
            root: root, issuerUsages: settings.issuerUsages, leafKinds: settings.leafKinds, revoked: settings.revoked,
            allowsTestKeys: settings.allowsTestKeys)
        do throws(Malformed) { signerChain = try BCertChain(parsing: settings.signerChain) } catch {
            throw .unreadableChain(error)
        }
        guard settings.allowsTestKeys || !signerChain.isTest else { throw .testKeys }
        let signerKey = try Self.key(settings.signerKey, .unreadableSignerKey)
        serverKey = try Self.key(settings.serverKey, .unreadableServerKey)
        guard signerChain.leaf.key(for: .signResponse)?.point == signerKey.publicPoint.bytes else {
            throw .chainOfAnotherKey
        }
        do throws(CryptographyFailure) { signer = try SigningKey(signerKey) } catch { throw .unreadableSignerKey }
    }

    private static func key(
        _ secret: Secret, _ failure: PlayReadyProviderFailure
    ) throws(PlayReadyProviderFailure) -> P256PrivateKey {
        do throws(KeyFailure) { return try P256PrivateKey(secret) } catch { throw failure }
    }

    /// Whether its certificates come from the test kit.
    package var isTest: Bool { signerChain.isTest }

    /// What the regions must have in common: SHA-256 over the point that clients encrypt to.
    package var serverKeyDigest: [UInt8] { SHA256.digest(serverKey.publicPoint.bytes) }
}

/// Why configured keys and certificates make no provider.
package enum PlayReadyProviderFailure: Error, Equatable, Sendable {
    case unreadableRoot
    case unreadableServerKey
    case unreadableSignerKey
    case unreadableChain(Malformed)
    /// The lowest certificate of the signer's chain does not let the signer's key sign responses.
    case chainOfAnotherKey
    /// The chain comes from `evergrant testkit`, and the configuration does not allow that.
    case testKeys
}

extension PlayReadyProviderFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreadableRoot: "the root is not the 64 bytes of a point on P-256"
        case .unreadableServerKey: "the server key is not the 32 bytes of a private key on P-256"
        case .unreadableSignerKey: "the signing key is not the 32 bytes of a private key on P-256"
        case .unreadableChain(let error): "the signing chain cannot be read: \(error)"
        case .chainOfAnotherKey: "the signing chain's first certificate does not let the signing key sign responses"
        case .testKeys: "the keys come from evergrant testkit, and this configuration does not allow them"
        }
    }
}
