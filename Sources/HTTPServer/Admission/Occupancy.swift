internal import Reactor

/// What the connections of one loop hold together, capped: answers that nobody reads, and requests that are not whole
/// or not answered.
///
/// For each connection both are capped already, but thousands that keep within that could still take all the memory
/// there is, and an allocation that fails ends a Swift process. Changes are noted by addition, and nothing is noted of
/// answers that leave in the turn that made them; who has to go is looked for among all connections, and rarely.
package final class Occupancy {
    private struct WeakListener { weak var listener: Listener? }

    /// When all places are taken, one in so many is made free at a time: whoever makes us sort has paid for it by then.
    private static let makingRoomShare = 64

    /// What a connection takes that holds nothing: between one in clear text and one over TLS.
    private static let connectionBytes = 16 * 1024
    /// How long memory is kept after a fall: what follows it is given back with it.
    private static let givingBackDelay: Duration = .seconds(1)

    private let limits: ServerLimits
    private let census: ConnectionCensus
    private var listeners: [WeakListener] = []
    /// Of answers that nobody reads.
    package private(set) var unreadBytes = 0
    /// Of requests that are not whole or not answered.
    package private(set) var requestBytes = 0
    private var footprint = Footprint()
    private var isGivingBack = false

    /// - Parameter census: Is told of connections cut off.
    package init(_ limits: ServerLimits, census: ConnectionCensus) {
        (self.limits, self.census) = (limits, census)
    }

    /// A listener's connections are among those of the loop from now on.
    func add(_ listener: Listener) { listeners.append(WeakListener(listener: listener)) }

    /// A connection has come, or gone.
    func noteConnection(_ change: Int, on loop: isolated EventLoop) {
        grow(by: change * Self.connectionBytes, on: loop)
    }

    /// From three quarters of what may be held on, a request that would add much is refused: so a crowd is told to come
    /// back before anybody has to be cut off.
    var isCrowded: Bool { requestBytes >= limits.requestBytesMax / 4 * 3 }

    /// A connection holds so many bytes of answers now; the largest holders go when that is too much with what others
    /// hold.
    func noteUnread(_ held: Int, of connection: ServerConnection, on loop: isolated EventLoop) {
        let growth = held - connection.unreadBytes
        unreadBytes += growth
        connection.unreadBytes = held
        grow(by: growth, on: loop)
        guard growth > 0, unreadBytes > limits.unreadBytesMax else { return }
        cutOff(unreadBytes - Self.goal(limits.unreadBytesMax), by: \.unreadBytes, on: loop)
    }

    /// The same for bytes of requests.
    func noteRequests(_ held: Int, of connection: ServerConnection, on loop: isolated EventLoop) {
        let growth = held - connection.requestBytes
        requestBytes += growth
        connection.requestBytes = held
        grow(by: growth, on: loop)
        guard growth > 0, requestBytes > limits.requestBytesMax else { return }
        cutOff(requestBytes - Self.goal(limits.requestBytesMax), by: \.requestBytes, on: loop)
    }

    /// An eighth more than has to go, so that the next is some time off: whoever makes us sort has paid for it by then.
    private static func goal(_ bytesMax: Int) -> Int { bytesMax - bytesMax / 8 }

    /// Closes the connections that have waited longest: without a request under way, or if there is none of these, for
    /// their peer to read.
    ///
    /// So whoever holds all places by saying nothing, or little, cannot keep a prober out, who asks at once.
    func makeRoom(on loop: isolated EventLoop) {
        let all = everyone
        let waiting = all.compactMap { connection in connection.patience.map { (connection, $0) } }
        let longest = waiting.sorted { $0.1 < $1.1 }.prefix(max(1, all.count / Self.makingRoomShare))
        for (connection, _) in longest {
            census.countDisplaced()
            connection.close(on: loop)
        }
    }

    private func grow(by growth: Int, on loop: isolated EventLoop) {
        guard footprint.change(by: growth), !isGivingBack else { return }
        isGivingBack = true
        loop.schedule(after: Self.givingBackDelay) { [self] in
            isGivingBack = false
            FreedMemory.giveBack()
        }
    }

    private var everyone: [ServerConnection] { listeners.compactMap(\.listener).flatMap(\.everyone) }

    private func cutOff(_ excess: Int, by held: (ServerConnection) -> Int, on loop: isolated EventLoop) {
        var rest = excess
        for holder in everyone.sorted(by: { held($0) > held($1) }) {
            guard rest > 0 else { return }
            rest -= held(holder)
            census.countCutOff()
            holder.close(on: loop)
        }
    }
}
