internal import CLinux
internal import Glibc

/// Signals as something to read: blocked everywhere, delivered to a loop.
package struct SignalDescriptor: ~Copyable {
    package enum Signal: Sendable, CaseIterable {
        case terminate, interrupt, hangup

        var number: CInt {
            switch self {
            case .terminate: SIGTERM
            case .interrupt: SIGINT
            case .hangup: SIGHUP
            }
        }
    }

    private let descriptor: FileDescriptor

    /// Keeps signals until somebody reads them: on this thread, and on those it starts, which inherit its mask.
    package static func block() {
        var blocked = set
        // A log whose reader has left must be an error to whoever writes, and not the end of the process (pipe(7)).
        unsafe sigaddset(&blocked, SIGPIPE)
        unsafe pthread_sigmask(SIG_BLOCK, &blocked, nil)
    }

    private static var set: sigset_t {
        var set = sigset_t()
        unsafe sigemptyset(&set)
        for signal in Signal.allCases { unsafe sigaddset(&set, signal.number) }
        return set
    }

    /// Blocks them as well, so it, or `block()`, must come before any thread is started.
    package init() throws(SystemError) {
        Self.block()
        var set = Self.set
        let number = unsafe signalfd(-1, &set, CInt(SFD_CLOEXEC | SFD_NONBLOCK))
        guard number >= 0 else { throw SystemError(call: "signalfd", errno: errno) }
        descriptor = FileDescriptor(owning: number)
    }

    package func withNumber<R, E: Error>(_ body: (CInt) throws(E) -> R) throws(E) -> R {
        try descriptor.withNumber(body)
    }

    /// The next signal that has arrived, or nil.
    package func next() -> Signal? {
        var buffer = [UInt8](repeating: 0, count: MemoryLayout<signalfd_siginfo>.size)
        guard case .bytes(buffer.count)? = try? descriptor.read(into: &buffer) else { return nil }
        let number = unsafe buffer.withUnsafeBytes { unsafe $0.loadUnaligned(as: UInt32.self) }
        return Signal.allCases.first { $0.number == CInt(number) }
    }
}
