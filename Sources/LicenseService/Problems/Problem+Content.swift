internal import HTTPServer
internal import Licensing

extension Problem {
    init(_ error: ContentRequestError) {
        switch error {
        case .noTracks: self.init(.malformedRequest, "A content has at least one track.")
        case .tooManyTracks(let limit): self.init(.malformedRequest, "A content has at most \(limit) tracks.")
        case .repeatedTrack: self.init(.malformedRequest, "A track type stands there twice for one crypto period.")
        case .repeatedKeyID:
            self.init(.malformedRequest, "A key ID stands there twice: two tracks could not be licensed apart.")
        case .keyWithoutKeyID: self.init(.malformedRequest, "A supplied key needs its keyId.")
        case .wrongKeyLength: self.init(.malformedRequest, "A content key has 16 bytes.")
        case .zeroKeyID: self.init(.malformedRequest, "A key ID of zeros means ‘not encrypted’.")
        }
    }
}
