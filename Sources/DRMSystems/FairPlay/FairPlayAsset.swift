internal import Bytes
internal import Licensing

/// What the asset ID of an SPC names; the page or app chose it, and FairPlay gives its bytes no meaning.
enum FairPlayAsset: Equatable, Sendable {
    case key(KeyID)
    case content(ContentName)

    /// A UUID, 32 hex digits or 16 raw bytes are a key ID; anything else is a content's name, or nil.
    ///
    /// Text first: sixteen bytes that are a valid name as they stand could be either, and an ID of random bytes never
    /// is text.
    init?(_ bytes: [UInt8]) {
        let text = String(validating: bytes, as: UTF8.self).map(Self.name)
        if let text, let keyID = try? KeyID(text) {
            self = .key(keyID)
        } else if let text, let name = try? ContentName(text) {
            self = .content(name)
        } else if let keyID = try? KeyID(bytes: bytes) {
            self = .key(keyID)
        } else {
            return nil
        }
    }

    /// What is left of a key's URI: apps that pass it on whole mean its last part.
    ///
    /// `skd://keys.example.com/movie-1` names `movie-1`, and so does `skd://movie-1`: host and path are free text, and
    /// no name of ours holds a slash.
    private static func name(in text: String) -> Substring {
        guard text.hasPrefix("skd://") else { return text[...] }
        return text[(text.lastIndex(of: "/").map(text.index(after:)) ?? text.startIndex)...]
    }
}
