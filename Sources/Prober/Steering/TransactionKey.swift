package import Bytes
package import Daemon

/// A TSIG key (RFC 8945): what makes an update ours.
package struct TransactionKey: Sendable {
    /// RFC 8945 §6 wants SHA-256 and above of new keys.
    private static let algorithms: Set = ["hmac-sha256", "hmac-sha384", "hmac-sha512"]
    /// Shorter ones can be guessed (RFC 8945 §10 asks for as many bits as the hash has; keys of 128 are about).
    private static let secretBytesMin = 16

    let name: DomainName
    let algorithm: String
    /// In base64, as every program that reads keys wants it.
    let secret: Secret

    /// Reads what `tsig-keygen` writes (BIND), what `keymgr -t` writes (Knot DNS), or `algorithm:name:secret`.
    ///
    /// - Parameter setting: Which setting named the file, for the error; the file's words are in none.
    package init(parsing file: Secret, for setting: String) throws(ConfigurationError) {
        let words = Self.words(of: file)
        let short = words.count == 3 && Self.algorithms.contains(words[0])
        func value(after key: String) -> String? {
            words.firstIndex(of: key).flatMap { words.indices.contains($0 + 1) ? words[$0 + 1] : nil }
        }
        // BIND writes `key "name"`, Knot DNS `key:` and then `id: name`.
        let name = short ? words[1] : value(after: "id") ?? value(after: "key")
        let algorithm = short ? words[0] : value(after: "algorithm")
        let secret = short ? words[2] : value(after: "secret")
        guard let name = name.flatMap(DomainName.init), let algorithm, let secret else {
            throw ConfigurationError(setting, "is not a TSIG key as tsig-keygen or keymgr -t writes it")
        }
        guard Self.algorithms.contains(algorithm.lowercased()) else {
            throw ConfigurationError(setting, "must have one of \(Self.algorithms.sorted().joined(separator: ", "))")
        }
        guard let bytes = try? Base64.standard.decode(secret.utf8), bytes.count >= Self.secretBytesMin else {
            throw ConfigurationError(setting, "must have a base64 secret of \(Self.secretBytesMin) bytes or more")
        }
        (self.name, self.algorithm, self.secret) = (name, algorithm.lowercased(), Secret(copying: secret.utf8))
    }

    /// Everything between blanks and punctuation, comments left out.
    private static func words(of file: Secret) -> [String] {
        let text = file.withBytes { bytes in String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self) }
        let lines = text.split(whereSeparator: \.isNewline).filter { line in
            let start = line.drop(while: \.isWhitespace)
            return !start.hasPrefix("#") && !start.hasPrefix("//")
        }
        let words = lines.joined(separator: " ").split { $0.isWhitespace || "{};:\"".contains($0) }
        return words.filter { $0 != "-" }.map(String.init)
    }
}
