internal import CLinux
internal import Glibc

/// A detached thread that runs one closure and ends.
package enum Thread {
    private final class Body {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// Starts `body` on a new thread, named for `top` and the debugger (15 bytes are kept, pthread_setname_np(3)).
    package static func start(named name: String, _ body: @escaping @Sendable () -> Void) throws(SystemError) {
        let boxed = unsafe Unmanaged.passRetained(Body(body))
        var thread = pthread_t()
        let code = unsafe pthread_create(
            &thread, nil,
            { argument in
                guard let argument = unsafe argument else { return nil }
                unsafe Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            }, boxed.toOpaque())
        guard code == 0 else {
            unsafe boxed.release()
            throw SystemError(call: "pthread_create", errno: code)
        }
        unsafe pthread_setname_np(thread, String(decoding: name.utf8.prefix(15), as: UTF8.self))
        pthread_detach(thread)
    }

    /// From now on the calling thread runs when others leave time, or a small share of it when they do not.
    ///
    /// Linux keeps the nice value by thread, whatever POSIX says (setpriority(2), "C library/kernel differences"). At
    /// 10 a thread counts for a tenth of one at 0: a loop that wakes up has its processor at once, and work never
    /// stands still. Not being allowed to is no reason to stop.
    static func yieldToOthers() { _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10) }
}
