internal import Reactor

/// What the connections of one loop hold because nobody reads it, capped in all.
///
/// For each connection it is capped already, but thousands that keep within that could still take all the memory there
/// is. Nothing is noted of answers that leave in the turn that made them.
package final class UnreadAnswers {
    private let bytesMax: Int
    private let census: ConnectionCensus
    private var holders: [ObjectIdentifier: ServerConnection] = [:]
    package private(set) var bytes = 0

    /// - Parameter census: Is told of connections cut off.
    package init(_ limits: ServerLimits, census: ConnectionCensus) {
        bytesMax = limits.unreadBytesMax
        self.census = census
    }

    /// A connection holds so many bytes now; the largest holders go when that is too much with what others hold.
    func note(_ unread: Int, of connection: ServerConnection, on loop: isolated EventLoop) {
        let growth = unread - connection.unreadBytes
        bytes += growth
        connection.unreadBytes = unread
        holders[ObjectIdentifier(connection)] = unread > 0 ? connection : nil
        if growth > 0, bytes > bytesMax { cutOff(on: loop) }
    }

    /// An eighth more than has to go, so that the next is some time off: whoever makes us sort has paid for it by then.
    private func cutOff(on loop: isolated EventLoop) {
        let goal = bytesMax - bytesMax / 8
        for holder in holders.values.sorted(by: { $0.unreadBytes > $1.unreadBytes }) {
            guard bytes > goal else { return }
            census.countCutOff()
            holder.close(on: loop)
        }
    }
}
