import Glibc

/// An address on which nobody answers: its queue is full, so the kernel drops every SYN, as a dead machine would.
package final class FullListener: Sendable {
    package let port: UInt16
    private let descriptors: [CInt]

    package init() throws {
        let (number, port) = try RawServer.listen(backlog: 0)
        // One connection fits into a queue of 0 (listen(2)); the others make sure of it.
        let clients = (0..<3).map { _ in Self.beginConnecting(to: port) }
        (self.port, descriptors) = (port, clients + [number])
    }

    deinit { for descriptor in descriptors { _ = Glibc.close(descriptor) } }

    private static func beginConnecting(to port: UInt16) -> CInt {
        let type = CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let number = socket(AF_INET, type, 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        _ = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(number, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        return number
    }
}
