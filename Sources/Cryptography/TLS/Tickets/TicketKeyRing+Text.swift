internal import Bytes

/// Why a file holds no ticket keys; names a line, and never what stands in it.
package enum TicketKeyFileError: Error, Equatable, Sendable, CustomStringConvertible {
    case malformed(line: Int)
    case tooManyKeys(limit: Int)
    case repeatedName(line: Int)

    package var description: String {
        switch self {
        case .malformed(let line): "line \(line) is not a ticket key: a time, a name and a secret"
        case .tooManyKeys(let limit): "there are more than \(limit) ticket keys"
        case .repeatedName(let line): "the name in line \(line) stands there twice"
        }
    }
}

extension TicketKeyRing {
    /// Reads a key a line: seconds since 1970 from which it seals, its name in hex, its secret in base64url.
    ///
    /// Empty lines and lines that start with `#` mean nothing. `evergrant ticket-keys rotate` writes such files.
    package init(parsing file: [UInt8]) throws(TicketKeyFileError) {
        var keys: [TicketKey] = []
        var names: Set<[UInt8]> = []
        let lines = file.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            let words = line.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\r") }
            guard let first = words.first, first.first != UInt8(ascii: "#") else { continue }
            guard let key = Self.key(in: words) else { throw .malformed(line: index + 1) }
            guard names.insert(key.name).inserted else { throw .repeatedName(line: index + 1) }
            keys.append(key)
            guard keys.count <= CryptographyLimits.ticketKeys else {
                throw .tooManyKeys(limit: CryptographyLimits.ticketKeys)
            }
        }
        self.init(keys)
    }

    private static func key(in words: [ArraySlice<UInt8>]) -> TicketKey? {
        guard words.count == 3, let seconds = Int64(String(decoding: words[0], as: UTF8.self)), seconds >= 0,
            let name = try? Hex.decode(words[1]), let secret = try? Base64.url.decode(words[2])
        else { return nil }
        return TicketKey(name: name, sealsFrom: Timestamp(seconds: seconds), secret: Secret(copying: secret))
    }

    /// The file that `init(parsing:)` reads, with the secrets in it.
    package var text: String {
        var text = "# Evergrant ticket keys: from when each seals (seconds since 1970), its name, its secret.\n"
        for key in keys {
            let secret = key.secret.withBytes { Base64.url.encode([UInt8](copying: $0)) }
            text += "# \(CivilDate(key.sealsFrom).text)\n\(key.sealsFrom.seconds) \(Hex.encode(key.name)) \(secret)\n"
        }
        return text
    }
}
