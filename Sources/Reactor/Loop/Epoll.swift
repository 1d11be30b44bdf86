internal import CLinux
internal import Glibc

/// One epoll set; events come back with the 64-bit tag their descriptor was added under.
struct Epoll: ~Copyable {
    /// How many events one wait takes; more are waiting for the next turn, in the kernel.
    static let batchCount = 256

    private let descriptor: FileDescriptor

    init() throws(SystemError) {
        let number = epoll_create1(CInt(EPOLL_CLOEXEC))
        guard number >= 0 else { throw SystemError(call: "epoll_create1", errno: errno) }
        descriptor = FileDescriptor(owning: number)
    }

    func add(_ number: CInt, tag: UInt64, interest: Interest) throws(SystemError) {
        try control(EPOLL_CTL_ADD, number, tag: tag, interest: interest)
    }

    func modify(_ number: CInt, tag: UInt64, interest: Interest) throws(SystemError) {
        try control(EPOLL_CTL_MOD, number, tag: tag, interest: interest)
    }

    /// Forgets a descriptor; one that is closed already is forgotten already.
    func remove(_ number: CInt) {
        _ = descriptor.withNumber { epoll_ctl($0, EPOLL_CTL_DEL, number, nil) }
    }

    /// Waits until something happens, or for `timeoutMilliseconds` (-1: for ever), then gives tag and readiness of each
    /// event.
    func wait(timeoutMilliseconds: CInt, into events: inout [(tag: UInt64, readiness: Readiness)]) {
        events.removeAll(keepingCapacity: true)
        unsafe withUnsafeTemporaryAllocation(of: epoll_event.self, capacity: Self.batchCount) { buffer in
            let count = descriptor.withNumber {
                unsafe epoll_wait($0, buffer.baseAddress, CInt(buffer.count), timeoutMilliseconds)
            }
            // EINTR comes back as -1 and means an empty turn.
            for index in 0..<max(0, Int(count)) {
                let event = unsafe buffer[index]
                unsafe events.append((event.data.u64, Readiness(epollEvents: event.events)))
            }
        }
    }

    private func control(
        _ operation: CInt, _ number: CInt, tag: UInt64, interest: Interest
    ) throws(SystemError) {
        var event = unsafe epoll_event(events: interest.epollEvents, data: epoll_data_t(u64: tag))
        let (result, code) = descriptor.withNumber { unsafe (epoll_ctl($0, operation, number, &event), errno) }
        guard result == 0 else { throw SystemError(call: "epoll_ctl", errno: code) }
    }
}
