internal import Reactor

/// The way into one listener: takes connections, has them counted, and sends away those there is no room for.
struct Door: ~Copyable {
    /// Somebody who may come in; whoever takes them in tells the census when they leave.
    struct Arrival: ~Copyable {
        let socket: ConnectedSocket
        /// Whether the census counted the socket's peer, and not only the connection: a proxy speaks for many.
        let isCounted: Bool
        /// Whether what they send begins with a PROXY header.
        let isIntroduced: Bool
    }

    /// Connections sent away in one turn; more would keep those waiting that are already in.
    static let refusalsPerTurnMax = 64

    private let socket: ListeningSocket
    private let reserve = DescriptorReserve.ofProcess
    private let census: ConnectionCensus
    private let trust: ProxyTrust?
    private let goodbye: [UInt8]

    /// - Parameter goodbye: What whoever is sent away is told, if they can read it.
    init(
        _ socket: consuming ListeningSocket, census: ConnectionCensus, trust: ProxyTrust?, goodbye: [UInt8]
    ) {
        self.socket = socket
        self.census = census
        self.trust = trust
        self.goodbye = goodbye
    }

    func withNumber<R, E: Error>(_ body: (CInt) throws(E) -> R) throws(E) -> R { try socket.withNumber(body) }

    /// The next who may come in; nil when nobody waits.
    ///
    /// - Parameter makeRoom: Has those leave who have waited longest, when all places are taken.
    /// - Throws: When the machine cannot take anybody for now: asking again at once would spin.
    func next(makingRoom makeRoom: () -> Void) throws(SystemError) -> Arrival? {
        do throws(SystemError) {
            while let client = try socket.accept() {
                guard reserve.refill() else {
                    refuse(client)
                    reserve.refill()
                    continue
                }
                if let arrival = admit(client, makeRoom) { return arrival }
            }
            return nil
        } catch  where error.isOutOfDescriptors {
            try refuseWaiting()
            return nil
        }
    }

    private func admit(_ client: consuming ConnectedSocket, _ makeRoom: () -> Void) -> Arrival? {
        let isProxy = client.peer.map { trust?.includes($0) == true } ?? false
        let isIntroduced = trust?.custom == .proxyProtocol
        // Only the proxies may say who others are, and nobody else has any business at such a door.
        guard isProxy || !isIntroduced else { return nil }
        let address = isProxy ? nil : client.peer
        if census.isOnlyFull(for: address) { makeRoom() }
        guard census.admit(address) == .admitted else {
            refuse(client)
            return nil
        }
        return Arrival(socket: client, isCounted: !isProxy && client.peer != nil, isIntroduced: isIntroduced)
    }

    private func refuse(_ client: consuming ConnectedSocket) { client.sendAway(saying: goodbye) }

    /// With no descriptor left, whoever waits is told so: they may find another server, and we must not spin.
    private func refuseWaiting() throws(SystemError) {
        for _ in 0..<Self.refusalsPerTurnMax where try !reserve.refuseOne(from: socket, saying: goodbye) { return }
    }
}

extension Door {
    /// What a client without TLS can be told before it has said anything.
    static let fullAnswer = Array(
        "HTTP/1.1 503 Service Unavailable\r\nretry-after: 1\r\nconnection: close\r\ncontent-length: 0\r\n\r\n".utf8)
}
