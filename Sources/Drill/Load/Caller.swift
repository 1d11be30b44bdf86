internal import Bytes
internal import Cryptography
internal import Daemon
internal import FoundationEssentials
internal import HTTPClient
internal import HTTPWire
internal import Reactor

/// Asks the service as a client of its name does: the name is looked up anew for each request, and nothing is kept.
///
/// A client that remembers an address, or a connection, would not show where the name points.
final class Caller {
    /// Players and packagers get no more than this for finding out where the service is.
    static let lookupPatience: Duration = .seconds(2)

    private let address: HTTPAddress
    private let requester: HTTPRequester
    /// One and the same, several times over: each bounds how many may wait for it, and a day's load is no such attack.
    private let nameServers: [NameServer]
    private var lookups = 0
    private let deadlines: ClientDeadlines

    init(_ service: DrillPlan.Service, timeout: Duration) throws(ConfigurationError) {
        do throws(HTTPAddressError) {
            address = try HTTPAddress(parsing: service.url)
        } catch {
            throw ConfigurationError("service.url", "\(error)")
        }
        nameServers = try Self.nameServers(service.nameServer)
        deadlines = ClientDeadlines(connect: timeout, status: timeout, total: timeout)
        requester = HTTPRequester(trust: try Self.trust(service), resolver: NameResolver())
    }

    private static func nameServers(_ text: String?) throws(ConfigurationError) -> [NameServer] {
        guard let text else { return [] }
        guard let address = socketAddress(text) else {
            throw ConfigurationError("service.nameServer", "must be address:port")
        }
        return (0..<DrillLimits.nameServerShares).map { _ in NameServer(address) }
    }

    private var nextNameServer: NameServer? {
        guard !nameServers.isEmpty else { return nil }
        lookups &+= 1
        return nameServers[lookups % nameServers.count]
    }

    /// `127.0.0.1:5353`, `[::1]:5353`.
    private static func socketAddress(_ text: String) -> SocketAddress? {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            return nil
        }
        return SocketAddress(numeric: text[..<colon].filter { $0 != "[" && $0 != "]" }, port: port)
    }

    private static func trust(_ service: DrillPlan.Service) throws(ConfigurationError) -> TLSClientContext {
        do throws(TLSFailure) {
            return try TLSClientContext(trustAnchorsFile: service.trustAnchorsFile)
        } catch {
            throw ConfigurationError("service.trustAnchorsFile", "\(error)")
        }
    }

    /// - Throws: why there is no answer, in words that are the same for the same trouble, so that they can be counted.
    func send(_ request: ClientRequest, on loop: isolated EventLoop) async throws(NoAnswer) -> ClientResponse {
        var address = address
        if let nameServer = nextNameServer {
            address.connectTo = try await place(of: address.host, port: address.port, by: nameServer, on: loop)
        }
        do throws(HTTPClientFailure) {
            return try await requester.send(request, to: address, deadlines: deadlines, on: loop)
        } catch {
            throw NoAnswer(reason: "\(error.phase.rawValue): \(error.reason)")
        }
    }

    /// What the name server says of the service's name now: its alias when it has one, its address otherwise.
    func pointing(on loop: isolated EventLoop) async -> String? {
        guard let nameServer = nextNameServer else { return nil }
        do throws(NameServerFailure) {
            let answer = try await nameServer.question(address.host, .a, within: Self.lookupPatience, on: loop)
            return answer.values(.cname).last ?? answer.values(.a).first
        } catch {
            return nil
        }
    }

    private func place(
        of name: String, port: UInt16, by nameServer: NameServer, on loop: isolated EventLoop
    ) async throws(NoAnswer) -> SocketAddress {
        let answer: NameAnswer
        do throws(NameServerFailure) {
            answer = try await nameServer.question(name, .a, within: Self.lookupPatience, on: loop)
        } catch {
            throw NoAnswer(reason: "nameLookup: \(error)")
        }
        guard let address = answer.values(.a).first.flatMap({ SocketAddress(numeric: $0, port: port) }) else {
            throw NoAnswer(reason: "nameLookup: no address (\(answer.code))")
        }
        return address
    }
}

/// Nothing came back.
struct NoAnswer: Error {
    let reason: String
}
