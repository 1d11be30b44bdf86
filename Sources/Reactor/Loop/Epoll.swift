internal import CLinux
internal import Glibc

/// One epoll set; events come back with the 64-bit tag their descriptor was added under.
@safe struct Epoll: ~Copyable {
    /// How many events one wait takes; more are waiting for the next turn, in the kernel.
    static let batchCount = 256

    private let descriptor: FileDescriptor
    /// Outlives the wait, so that handlers are called while it is read: what they do to the set shows in the next wait.
    private let events: UnsafeMutableBufferPointer<epoll_event>

    init() throws(SystemError) {
        let number = epoll_create1(CInt(EPOLL_CLOEXEC))
        guard number >= 0 else { throw SystemError(call: "epoll_create1", errno: errno) }
        descriptor = FileDescriptor(owning: number)
        unsafe events = .allocate(capacity: Self.batchCount)
        unsafe events.initialize(repeating: epoll_event())
    }

    deinit { unsafe events.deallocate() }

    func add(_ number: CInt, tag: UInt64, interest: Interest) throws(SystemError) {
        try control(EPOLL_CTL_ADD, number, tag: tag, interest: interest)
    }

    func modify(_ number: CInt, tag: UInt64, interest: Interest) throws(SystemError) {
        do throws(SystemError) {
            try control(EPOLL_CTL_MOD, number, tag: tag, interest: interest)
        } catch {
            // An exclusive interest is neither changed nor made by a change (epoll_ctl(2), EPOLLEXCLUSIVE).
            guard error.errno == EINVAL else { throw error }
            remove(number)
            try add(number, tag: tag, interest: interest)
        }
    }

    /// Forgets a descriptor; one that is closed already is forgotten already.
    func remove(_ number: CInt) {
        _ = descriptor.withNumber { epoll_ctl($0, EPOLL_CTL_DEL, number, nil) }
    }

    /// Waits until something happens, or for `timeoutMilliseconds` (-1: for ever), and says how many events there are.
    func wait(timeoutMilliseconds: CInt) -> Int {
        let count = descriptor.withNumber {
            unsafe epoll_wait($0, events.baseAddress, CInt(Self.batchCount), timeoutMilliseconds)
        }
        return max(0, Int(count))  // EINTR comes back as -1 and means an empty turn.
    }

    /// One of the events of the last wait.
    func event(_ index: Int) -> (tag: UInt64, readiness: Readiness) {
        precondition((0..<Self.batchCount).contains(index), "a wait brings no more events than it has room for")
        let event = unsafe events[index]
        return unsafe (event.data.u64, Readiness(epollEvents: event.events))
    }

    private func control(
        _ operation: CInt, _ number: CInt, tag: UInt64, interest: Interest
    ) throws(SystemError) {
        var event = unsafe epoll_event(events: interest.epollEvents, data: epoll_data_t(u64: tag))
        let (result, code) = descriptor.withNumber { unsafe (epoll_ctl($0, operation, number, &event), errno) }
        guard result == 0 else { throw SystemError(call: "epoll_ctl", errno: code) }
    }
}
