internal import CLinux

/// What a handler wants to hear about its descriptor; level-triggered, so nothing is lost by reading too little.
package struct Interest: OptionSet, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let readable = Interest(rawValue: 1)
    package static let writable = Interest(rawValue: 2)
    /// Of several loops that watch one listening socket, one is woken and not all; goes with `readable` alone.
    package static let exclusive = Interest(rawValue: 4)

    package init(readable: Bool, writable: Bool) { rawValue = (readable ? 1 : 0) | (writable ? 2 : 0) }

    var epollEvents: UInt32 {
        // EPOLLEXCLUSIVE takes no EPOLLRDHUP (epoll_ctl(2)).
        if contains(.exclusive) { return EPOLLIN.rawValue | EPOLLEXCLUSIVE.rawValue }
        return (contains(.readable) ? EPOLLIN.rawValue | EPOLLRDHUP.rawValue : 0)
            | (contains(.writable) ? EPOLLOUT.rawValue : 0)
    }
}

/// What epoll said of a descriptor.
package struct Readiness: OptionSet, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let readable = Readiness(rawValue: 1)
    package static let writable = Readiness(rawValue: 2)
    /// The peer has closed or the descriptor failed; a read tells which.
    package static let hangup = Readiness(rawValue: 4)

    /// Whether there is nothing to read, not even an end.
    package var isOnlyWritable: Bool { self == .writable }

    init(epollEvents: UInt32) {
        self = []
        if epollEvents & EPOLLIN.rawValue != 0 { insert(.readable) }
        if epollEvents & EPOLLOUT.rawValue != 0 { insert(.writable) }
        if epollEvents & (EPOLLHUP.rawValue | EPOLLERR.rawValue | EPOLLRDHUP.rawValue) != 0 { insert(.hangup) }
    }
}
