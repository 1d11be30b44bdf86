internal import Bytes
internal import Cryptography

extension ContentRequest {
    /// What the request asks for, as 32 bytes that are kept beside the content.
    ///
    /// A request for a content that exists is a repetition when its digest is the stored one, and a conflict otherwise:
    /// when tracks, schemes, periods, or what the packager supplied differ. The name is not part of it, because the
    /// digest is only ever compared under the same name.
    ///
    /// A supplied key enters as its SHA-256 beside its KID. A content key has 128 bits of chance, so the hash helps
    /// nobody to find it; an HMAC under a key-encryption key would make each rotation a conflict.
    package var digest: [UInt8] {
        var bytes = Array("evergrant v1 content request".utf8)
        for track in tracks { track.append(to: &bytes) }
        return SHA256.digest(bytes)
    }
}

extension TrackRequest {
    /// Fields of fixed length, or behind a byte that says whether they are there: one reading for each encoding.
    fileprivate func append(to bytes: inout [UInt8]) {
        bytes.append(contentsOf: place.type.rawValue.utf8)
        bytes.append(0)
        bytes.append(bigEndian: scheme.fourCharacterCode)
        append(place.period, to: &bytes) { $0.append(bigEndian: $1.index) }
        append(keyID, to: &bytes) { $0.append(bigEndian: $1.value) }
        append(key, to: &bytes) { $0.append(contentsOf: $1.withBytes(SHA256.digest)) }
    }

    private func append<Field>(_ field: Field?, to bytes: inout [UInt8], _ body: (inout [UInt8], Field) -> Void) {
        bytes.append(field == nil ? 0 : 1)
        if let field { body(&bytes, field) }
    }
}
