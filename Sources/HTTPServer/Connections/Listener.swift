package import Cryptography
package import HTTPWire
package import Reactor

/// One loop's ear on one address: accepts connections and owns them.
package final class Listener: EventHandler {
    private static let roomBytesMax = 65_536

    package let address: SocketAddress
    let limits: ServerLimits
    let allowances: PhaseAllowances
    let commons: WireCommons
    let responder: any Responder
    let routes: RouteTable
    /// One for all connections of the loop: what is read is understood where it lies, within the turn.
    var readBuffer = [UInt8](repeating: 0, count: 65_536)
    private var shared = SharedFields(FieldBlock(), second: -1)
    /// Room for the answers of one turn, for all connections too: two arrays, for TLS needs one for what HTTP says and
    /// one for what is sent.
    private var room: [UInt8] = []
    private var spareRoom: [UInt8] = []
    /// Deciphered bytes of the turn, likewise.
    private var plaintext: [UInt8] = []
    private let wire = TLSWire()
    /// Asked anew for each connection: certificates change while connections live.
    private let tls: (() -> TLSContext)?
    private let interest: Interest
    let census: ConnectionCensus
    package let occupancy: Occupancy
    /// Who may say whom a connection or a request is from; nil when nobody may.
    let trust: ProxyTrust?
    private var door: Door?
    private var watch: Watch?
    private var connections: [ObjectIdentifier: ServerConnection] = [:]

    /// - Parameters:
    ///   - census: Of the process; nil when this listener is all it has.
    ///   - occupancy: Of the loop, likewise.
    package init(
        on socket: consuming ListeningSocket, tls: (() -> TLSContext)?, responder: any Responder,
        limits: ServerLimits = ServerLimits(), wireLimits: WireLimits = WireLimits(),
        census: ConnectionCensus? = nil, occupancy: Occupancy? = nil, trust: ProxyTrust? = nil
    ) {
        let census = census ?? ConnectionCensus(limits)
        address = socket.address
        interest = socket.interest
        // Before a handshake there is nothing to be said that the other side could read.
        door = Door(consume socket, census: census, trust: trust, goodbye: tls == nil ? Door.fullAnswer : [])
        self.census = census
        let occupancy = occupancy ?? Occupancy(limits, census: census)
        self.occupancy = occupancy
        self.trust = trust
        self.tls = tls
        asksForCertificates = tls?().asksForCertificates ?? false
        self.responder = responder
        self.limits = limits
        allowances = PhaseAllowances(limits)
        let routes = responder.routes
        self.routes = routes
        commons = WireCommons(
            limits: wireLimits, isCrowded: { occupancy.isCrowded }, needsBody: { routes.match($0).takesBody },
            bodyLimit: { routes.match($0).bodyBytesMax })
        occupancy.add(self)
    }

    package var isSecure: Bool { tls != nil }
    /// Whether clients may be known by certificates; a reload does not change it.
    let asksForCertificates: Bool
    package var connectionCount: Int { connections.count }
    var everyone: [ServerConnection] { Array(connections.values) }

    package func start(on loop: isolated EventLoop) throws(SystemError) {
        guard let number = door?.withNumber({ $0 }) else { return }
        watch = try loop.watch(number, for: interest, handler: self)
    }

    package func ready(_ readiness: Readiness, on loop: isolated EventLoop) {
        do throws(SystemError) {
            for _ in 0..<limits.acceptsPerTurnMax {
                guard let arrival = try door?.next(makingRoom: { occupancy.makeRoom(on: loop) }) else { return }
                take(arrival, on: loop)
            }
        } catch {
            pauseAccepting(on: loop)
        }
    }

    /// Closes the door, lets the requests at hand finish, then closes every connection that is left.
    package func drain(on loop: isolated EventLoop) async {
        beginDraining(on: loop)
        await Listener.finishDraining([self], within: limits.draining, on: loop)
    }

    /// Closes the door and every connection without a request; the others close with their last answer.
    package func beginDraining(on loop: isolated EventLoop) {
        // Whom the kernel has let in already, the queue would send away with a reset as it closes. A queue that is not
        // ours alone goes on without us.
        if !interest.contains(.exclusive) { ready(.readable, on: loop) }
        stopListening(on: loop)
        for connection in connections.values { connection.drain(on: loop) }
    }

    /// Comes back when the connections of all `listeners` have closed; at the deadline what is left is cut off.
    ///
    /// - Returns: How many were.
    @discardableResult
    package static func finishDraining(
        _ listeners: [Listener], within deadline: Duration, on loop: isolated EventLoop
    ) async -> Int {
        let end = EventLoop.monotonicNow() + deadline
        while listeners.contains(where: { $0.connectionCount > 0 }), EventLoop.monotonicNow() < end {
            do throws(CancellationError) { try await loop.sleep(for: .milliseconds(10)) } catch { break }
        }
        let left = listeners.flatMap(\.connections.values)
        for connection in left { connection.close(on: loop) }
        return left.count
    }

    func forget(_ connection: ServerConnection, on loop: isolated EventLoop) {
        if connections.removeValue(forKey: ObjectIdentifier(connection)) != nil {
            census.leave(connection.isCounted ? connection.peer : nil)
            occupancy.noteConnection(-1, on: loop)
        }
    }

    /// What every answer says now; made anew when the second or the standing fields are others.
    func sharedFields() -> FieldBlock {
        let (standing, second) = (responder.standingFields, HTTPDate.secondsSince1970())
        if !shared.holds(standing, second: second) { shared = SharedFields(standing, second: second) }
        return shared.block
    }

    /// An empty array for answers, with room if there is any.
    func takeRoom() -> [UInt8] {
        var taken: [UInt8] = []
        swap(&taken, &room)
        swap(&room, &spareRoom)
        return taken
    }

    /// Keeps an array for the next answers, unless it has grown beyond what answers usually take.
    func keepRoom(_ used: consuming [UInt8]) {
        guard used.capacity > 0, used.capacity <= Self.roomBytesMax else { return }
        var empty = consume used
        empty.removeAll(keepingCapacity: true)
        if room.capacity == 0 { room = empty } else { spareRoom = empty }
    }

    /// An empty array for deciphered bytes.
    func takePlaintext() -> [UInt8] {
        var taken: [UInt8] = []
        swap(&taken, &plaintext)
        taken.removeAll(keepingCapacity: true)
        return taken
    }

    func keepPlaintext(_ used: consuming [UInt8]) { plaintext = used }

    /// Whether a client whose certificate was believed once still would be: deny lists change while connections live.
    func admits(_ client: ClientCertificate) -> Bool { tls?().admits(client) ?? false }

    private func take(_ arrival: consuming Door.Arrival, on loop: isolated EventLoop) {
        let countedAs = arrival.isCounted ? arrival.socket.peer : nil
        do {
            let session: TLSSession? = if let tls { try TLSSession(accepting: tls(), over: wire) } else { nil }
            let connection = ServerConnection(arrival, tls: session, of: self, at: loop.nowNanoseconds)
            try connection.start(on: loop)
            connections[ObjectIdentifier(connection)] = connection
            occupancy.noteConnection(1, on: loop)
        } catch {
            census.leave(countedAs)  // Out of memory or descriptors for this one; the others go on.
        }
    }

    /// Without a descriptor to spare, a level-triggered listener would spin; waiting lets connections end.
    private func pauseAccepting(on loop: isolated EventLoop) {
        guard let watch else { return }
        try? loop.change(watch, to: [])
        loop.schedule(after: limits.acceptPause) { [self] in try? loop.change(watch, to: interest) }
    }

    private func stopListening(on loop: isolated EventLoop) {
        if let watch { loop.unwatch(watch) }
        watch = nil
        door = nil
    }
}
