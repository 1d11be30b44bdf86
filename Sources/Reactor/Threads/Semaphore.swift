internal import Glibc

/// Counts what is there to be taken; whoever finds nothing waits.
///
/// Unchecked: the kernel's semaphore is what makes it so.
@safe struct Semaphore: ~Copyable, @unchecked Sendable {
    private let semaphore: UnsafeMutablePointer<sem_t>

    init() {
        unsafe semaphore = .allocate(capacity: 1)
        unsafe semaphore.initialize(to: sem_t())
        unsafe sem_init(semaphore, 0, 0)
    }

    deinit {
        unsafe sem_destroy(semaphore)
        unsafe semaphore.deallocate()
    }

    func post() { unsafe _ = sem_post(semaphore) }

    /// A signal handler that interrupts the wait does not end it.
    func wait() { while unsafe sem_wait(semaphore) != 0 {} }
}
