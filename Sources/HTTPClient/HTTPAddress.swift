internal import HTTPWire
package import Reactor

/// Where a service is: `https://host:port/path?query`.
package struct HTTPAddress: Equatable, Sendable {
    package enum Scheme: String, CaseIterable, Sendable {
        case http
        case https
    }

    /// Bytes of a URL; what an operator writes is far shorter.
    package static let byteCountMax = 2_048

    package let scheme: Scheme
    /// A name or a numeric address; the latter without the brackets of IPv6.
    package let host: String
    package let port: UInt16
    /// Path and perhaps query; begins with `/`.
    package let path: String
    /// Connect here instead of asking for the name, which is still what the certificate must say.
    package var connectTo: SocketAddress?

    /// Reads an absolute URL (RFC 3986 §4.3) without user information and without a fragment.
    package init(parsing url: String) throws(HTTPAddressError) {
        guard url.utf8.count <= Self.byteCountMax, url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw .badURL
        }
        let lowered = url.lowercased()
        guard let scheme = Scheme.allCases.first(where: { lowered.hasPrefix("\($0.rawValue)://") }) else {
            throw .badScheme
        }
        let rest = url.dropFirst("\(scheme.rawValue)://".utf8.count)
        let pathStart = rest.firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? rest.endIndex
        (host, port) = try Self.hostAndPort(rest[..<pathStart], default: scheme.port)
        self.scheme = scheme
        path = rest[pathStart...].hasPrefix("/") ? String(rest[pathStart...]) : "/" + rest[pathStart...]
        // What no request could carry is refused here, where somebody can still mend it.
        let request = OutgoingRequest(method: .get, scheme: scheme.rawValue, authority: authority, target: path)
        guard request != nil else { throw .badURL }
    }

    /// Host, and the port unless it is the scheme's own: what `Host` says (RFC 9110 §7.2).
    package var authority: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port == scheme.port ? name : "\(name):\(port)"
    }

    private static func hostAndPort(
        _ text: Substring, default port: UInt16
    ) throws(HTTPAddressError) -> (String, UInt16) {
        let isBracketed = text.hasPrefix("[")
        guard let hostEnd = isBracketed ? text.firstIndex(of: "]") : text.firstIndex(of: ":") ?? text.endIndex else {
            throw .badHost
        }
        let host = isBracketed ? text[..<hostEnd].dropFirst() : text[..<hostEnd]
        guard !host.isEmpty, host.contains(":") == isBracketed else { throw .badHost }
        let rest = isBracketed ? text[hostEnd...].dropFirst() : text[hostEnd...]
        guard !rest.isEmpty else { return (String(host), port) }
        // `UInt16` reads a sign too, which is no digit.
        guard rest.hasPrefix(":"), rest.dropFirst().allSatisfy(\.isNumber), let port = UInt16(rest.dropFirst()),
            port > 0
        else { throw .badPort }
        return (String(host), port)
    }
}

extension HTTPAddress.Scheme {
    fileprivate var port: UInt16 {
        switch self {
        case .http: 80
        case .https: 443
        }
    }
}

extension HTTPAddress: CustomStringConvertible {
    package var description: String { "\(scheme.rawValue)://\(authority)\(path)" }
}

/// Why a text is no address of a service.
package enum HTTPAddressError: String, Error, Sendable {
    case badURL = "it is no URL"
    case badScheme = "its scheme is neither https nor http"
    case badHost = "its host is neither a name nor an address"
    case badPort = "its port is not a number from 1 to 65535"
}
