package import Bytes

/// Certificates of which each is signed by a key of the next one, the leaf first.
package struct BCertChain: Equatable, Sendable {
    private static let magic: UInt32 = 0x4348_4149  // "CHAI"

    /// One at least.
    package let certificates: [SignedBCert]

    package init(parsing bytes: [UInt8]) throws(Malformed) {
        guard bytes.count <= DRMSystemsLimits.playReadyChainLengthMax else {
            throw Malformed(offset: 0, expected: "at most \(DRMSystemsLimits.playReadyChainLengthMax) bytes")
        }
        var cursor = ByteCursor()
        guard try cursor.next(UInt32.self, in: bytes) == Self.magic else { throw cursor.expected("CHAI") }
        guard try cursor.next(UInt32.self, in: bytes) == 1 else { throw cursor.expected("version 1") }
        guard try cursor.next(UInt32.self, in: bytes) == bytes.count else { throw cursor.expected("the length") }
        _ = try cursor.next(UInt32.self, in: bytes)  // flags
        let count = Int(try cursor.next(UInt32.self, in: bytes))
        guard 1...DRMSystemsLimits.playReadyCertificatesMax ~= count else { throw cursor.expected("1 to 6") }
        var certificates: [SignedBCert] = []
        for _ in 0..<count {
            certificates.append(try SignedBCert(parsing: Self.nextCertificate(in: bytes, at: &cursor)))
        }
        guard cursor.offset == bytes.count else { throw cursor.expected("the end of the chain") }
        self.certificates = certificates
    }

    /// A certificate's own length is its third number.
    private static func nextCertificate(in bytes: [UInt8], at cursor: inout ByteCursor) throws(Malformed) -> [UInt8] {
        var ahead = cursor
        _ = try ahead.next(8, in: bytes)
        return try cursor.next(Int(ahead.next(UInt32.self, in: bytes)), in: bytes)
    }

    package init(_ certificates: [SignedBCert]) { self.certificates = certificates }

    package var leaf: BCert { certificates[0].certificate }

    package var bytes: [UInt8] {
        let body = certificates.flatMap(\.bytes)
        var bytes: [UInt8] = []
        bytes.append(bigEndian: Self.magic)
        bytes.append(bigEndian: UInt32(1))
        bytes.append(bigEndian: UInt32(clamping: body.count + 20))
        bytes.append(bigEndian: UInt32(0))
        bytes.append(bigEndian: UInt32(clamping: certificates.count))
        return bytes + body
    }
}

extension SignedBCert {
    /// The signed bytes as they came, the signature, and what followed it.
    package var bytes: [UInt8] {
        var bytes = signedBytes
        bytes.append(bigEndian: BCertFlags.mustUnderstand)
        bytes.append(bigEndian: BCertTag.signature)
        bytes.append(bigEndian: UInt32(Self.signatureAttributeLength))
        bytes.append(bigEndian: UInt16(1))
        bytes.append(bigEndian: UInt16(64))
        bytes += signature
        bytes.append(bigEndian: UInt32(512))
        return bytes + issuer + addition
    }
}
