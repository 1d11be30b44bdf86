internal import Cryptography
internal import HTTPWire
internal import Reactor

/// One request on its way: what phase it is in, how long each took, and when patience ends.
final class Call {
    let address: HTTPAddress
    private let deadlines: ClientDeadlines
    private let limits: ClientLimits
    private let start = EventLoop.monotonicNow()
    private(set) var phase = HTTPClientFailure.Phase.nameLookup
    private var timings = ClientTimings()

    init(to address: HTTPAddress, _ deadlines: ClientDeadlines, _ limits: ClientLimits) {
        (self.address, self.deadlines, self.limits) = (address, deadlines, limits)
    }

    func run(
        _ request: OutgoingRequest, _ trust: TLSClientContext?, _ resolver: NameResolver, on loop: isolated EventLoop
    ) async throws(HTTPClientFailure) -> ClientResponse {
        let addresses = try await lookUp(resolver, on: loop)
        let connection = try await connect(to: addresses, on: loop)
        defer { connection.close(on: loop) }
        let version = try await secure(connection, trust, on: loop)
        let response = try await exchange(request, version, over: connection, on: loop)
        return ClientResponse(
            status: response.status, fields: response.fields, body: response.body, version: response.version,
            timings: finishedTimings)
    }

    /// What to tell whoever asked, with what is known so far.
    func failure(_ cause: HTTPClientFailure.Cause, _ reason: String) -> HTTPClientFailure {
        HTTPClientFailure(phase: phase, cause: cause, reason: reason, timings: finishedTimings)
    }

    private var connectDue: Duration { start + min(deadlines.connect, deadlines.total) }

    private var finishedTimings: ClientTimings {
        var timings = timings
        timings.total = EventLoop.monotonicNow() - start
        return timings
    }

    private func lookUp(
        _ resolver: NameResolver, on loop: isolated EventLoop
    ) async throws(HTTPClientFailure) -> [SocketAddress] {
        if let known = address.connectTo ?? SocketAddress(numeric: address.host, port: address.port) { return [known] }
        let begin = EventLoop.monotonicNow()
        do throws(ResolutionFailure) {
            let found = try await resolver.addresses(
                of: address.host, port: address.port, within: connectDue - begin, on: loop)
            timings.nameLookup = EventLoop.monotonicNow() - begin
            return Array(found.prefix(limits.addressesMax))
        } catch { throw failure(error) }
    }

    /// The first address that answers; each gets an even share of the time left, so that a silent one leaves some to
    /// the others.
    private func connect(
        to addresses: [SocketAddress], on loop: isolated EventLoop
    ) async throws(HTTPClientFailure) -> ClientConnection {
        phase = .connect
        let begin = EventLoop.monotonicNow()
        var trouble = failure(.unreachable, "the name has no address")
        for (index, candidate) in addresses.enumerated() {
            guard address.scheme == .https || candidate.isLocal else {
                throw failure(.unusable, "without TLS we speak to this machine and its link only")
            }
            let now = EventLoop.monotonicNow()
            let due = now + (connectDue - now) / (addresses.count - index)
            do throws(ConnectionTrouble) {
                let connection = try await ClientConnection.open(
                    to: candidate, readBytes: limits.readBytes, until: due, on: loop)
                timings.connect = EventLoop.monotonicNow() - begin
                return connection
            } catch {
                trouble = failure(error)
                if trouble.cause == .canceled { break }
            }
        }
        throw trouble
    }

    /// The application protocol that was agreed on; nil without TLS.
    private func secure(
        _ connection: ClientConnection, _ trust: TLSClientContext?, on loop: isolated EventLoop
    ) async throws(HTTPClientFailure) -> String? {
        guard address.scheme == .https else { return nil }
        phase = .tls
        guard let trust else { throw failure(.unusable, "no certificate is trusted, so there is no https") }
        let begin = EventLoop.monotonicNow()
        do throws(ConnectionTrouble) {
            let version = try await connection.secure(trust, address.host, until: connectDue, on: loop)
            timings.tls = EventLoop.monotonicNow() - begin
            return version
        } catch { throw failure(error) }
    }

    private func exchange(
        _ request: OutgoingRequest, _ version: String?, over connection: ClientConnection, on loop: isolated EventLoop
    ) async throws(HTTPClientFailure) -> WireResponse {
        phase = .request
        let begin = EventLoop.monotonicNow()
        let exchange = ClientExchange(negotiated: version, request, limits: limits.response)
        while true {
            do throws(ConnectionTrouble) {
                while case let bytes = try output(of: exchange), !bytes.isEmpty { try connection.send(bytes) }
                if connection.hasSentAll { phase = .response }
                let total = start + deadlines.total
                let due = exchange.hasHead ? total : min(begin + deadlines.status, total)
                let received = try await connection.receive(until: due, on: loop)
                if let response = try digest(received, exchange, since: begin) { return response }
            } catch { throw failure(error) }
        }
    }

    private func output(of exchange: ClientExchange) throws(ConnectionTrouble) -> [UInt8] {
        do throws(ResponseRefusal) { return try exchange.takeOutput() } catch { throw .refused(error) }
    }

    /// The response, once it is whole.
    private func digest(
        _ received: ClientConnection.Received, _ exchange: ClientExchange, since begin: Duration
    ) throws(ConnectionTrouble) -> WireResponse? {
        defer {
            if exchange.hasBegun && timings.firstByte == nil {
                timings.firstByte = EventLoop.monotonicNow() - begin
            }
        }
        do throws(ResponseRefusal) {
            switch received {
            case .bytes(let bytes): try exchange.receive(bytes.span)
            case .end(let isCut): try exchange.endOfInput(isCut: isCut)
            }
        } catch { throw .refused(error) }
        return exchange.response
    }
}
