package import Bytes
package import Cryptography
package import DRMSystems

/// A PlayReady client of our own, written from the protocol's description: what it takes for granted is not what the
/// server takes for granted, because neither reads the other's code.
package struct PlayReadyPlayer: Sendable {
    package let device: PlayReadyTestDevice
    package let serverKey: P256Point

    package init(_ device: PlayReadyTestDevice, serverKey: P256Point) {
        self.device = device
        self.serverKey = serverKey
    }

    /// A request that may still be changed, to see what the server makes of it.
    package func request(header: String, version: Int = 1, customData: String? = nil) throws -> PlayReadyRequest {
        PlayReadyRequest(
            header: header, version: "\(version)", customData: customData, nonce: try Random.bytes(16),
            chain: device.chain.bytes, signingKey: device.signingKey, serverKey: serverKey)
    }

    /// What a response grants, once everything that can be checked has been.
    package func licenses(in response: [UInt8]) throws -> [PlayReadyReceivedLicense] {
        let response = try PlayReadyReceivedResponse(parsing: response)
        return try response.licenses.map { try PlayReadyReceivedLicense(parsing: $0, as: device) }
    }

    /// The keys of a response.
    package func keys(in response: [UInt8]) throws -> [KeyID: [UInt8]] {
        try Dictionary(uniqueKeysWithValues: licenses(in: response).map { ($0.keyID, $0.contentKey) })
    }
}

/// What is wrong with an answer, as the player sees it.
package struct PlayReadyPlayerFailure: Error, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }

    static func unless(_ isRight: Bool, _ description: String) throws {
        guard isRight else { throw PlayReadyPlayerFailure(description) }
    }
}
