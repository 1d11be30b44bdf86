internal import Reactor

/// Takes connections and never says a word: what a black hole in the network looks like from above.
package final class SilentListener: Sendable {
    private let socket: ListeningSocket

    package var port: UInt16 { socket.address.port }

    package init() throws {
        guard let address = SocketAddress(numeric: "127.0.0.1", port: 0) else { throw NoAddress() }
        socket = try ListeningSocket(on: address, isShared: false)
    }

    private struct NoAddress: Error {}
}
