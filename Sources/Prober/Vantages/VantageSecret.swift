internal import Bytes
internal import Cryptography
internal import Daemon
internal import HTTPWire

/// What the vantages of one deployment share, and what an operator's command shows them.
struct VantageSecret: Sendable {
    /// Fewer bytes than 128 bits could be guessed.
    static let bytesMin = 16
    /// What fits a header field with room to spare.
    static let bytesMax = 1024

    private let secret: Secret

    /// - Parameter key: The setting that names the file, for the error.
    init(_ reference: String, for key: String, environment: [String: String]) throws(ConfigurationError) {
        let file = try SecretFile.read(reference, for: key, environment: environment)
        // A file that was written with an editor ends with a line feed.
        let line = file.withBytes { [UInt8](copying: $0).prefix { $0 != 0x0A && $0 != 0x0D } }
        guard Self.bytesMin...Self.bytesMax ~= line.count, line.allSatisfy({ 0x21...0x7E ~= $0 }) else {
            throw ConfigurationError(
                key, "must hold one line of \(Self.bytesMin) to \(Self.bytesMax) visible ASCII characters")
        }
        secret = Secret(copying: line)
    }

    /// The field that shows it (RFC 6750 §2.1).
    var field: Field {
        Field("authorization", "Bearer " + secret.withBytes { String(decoding: [UInt8](copying: $0), as: UTF8.self) })
    }

    /// Whether `fields` show it; compared in constant time.
    func isShown(by fields: FieldSection) -> Bool {
        guard fields.count(of: "authorization") == 1, let value = fields.bytes(of: "authorization") else {
            return false
        }
        let scheme = value.prefix(7)
        guard String(decoding: scheme, as: UTF8.self).lowercased() == "bearer " else { return false }
        let shown = Array(value.dropFirst(7))
        return secret.withBytes { constantTimeEquals(shown.span, $0) }
    }
}
