package import Bytes

/// Certificates that are believed no more, by serial number.
package struct DenyList: Equatable, Sendable {
    /// Without leading zeros.
    private let serials: Set<[UInt8]>

    package static let empty = DenyList(serials: [])

    private init(serials: Set<[UInt8]>) { self.serials = serials }

    /// Reads a serial number a line in hex, as `openssl x509 -noout -serial` prints it; colons are welcome.
    ///
    /// Empty lines and what follows a `#` mean nothing. The error's offset is the line.
    package init(parsing file: [UInt8]) throws(Malformed) {
        var serials: Set<[UInt8]> = []
        for (index, line) in file.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            let text = line.prefix { $0 != UInt8(ascii: "#") }.filter { $0 > 0x20 && $0 != UInt8(ascii: ":") }
            guard !text.isEmpty else { continue }
            let digits = text.starts(with: Array("serial=".utf8)) ? Array(text.dropFirst(7)) : text
            guard let serial = try? Hex.decode(digits.count % 2 == 0 ? digits : [0x30] + digits), !serial.isEmpty,
                serial.count <= CryptographyLimits.serialBytes + 1
            else { throw Malformed(offset: index + 1, expected: "a serial number in hex") }
            serials.insert(Self.normal(serial))
            guard serials.count <= CryptographyLimits.deniedCertificates else {
                throw Malformed(
                    offset: index + 1, expected: "at most \(CryptographyLimits.deniedCertificates) serial numbers")
            }
        }
        self.serials = serials
    }

    package func contains(_ serial: [UInt8]) -> Bool { serials.contains(Self.normal(serial)) }

    private static func normal(_ serial: [UInt8]) -> [UInt8] { Array(serial.drop { $0 == 0 }) }
}
