internal import CLinux
internal import Glibc

extension SpawnedProgram {
    /// Starts the program in a group of its own, with nothing of ours but `standardDescriptors` as 0, 1 and 2.
    static func spawn(_ program: Program, standardDescriptors: [CInt]) throws(SystemError) -> pid_t {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        for (target, descriptor) in standardDescriptors.enumerated() {
            unsafe _ = posix_spawn_file_actions_adddup2(&actions, descriptor, CInt(target))
        }
        unsafe _ = posix_spawn_file_actions_addclosefrom_np(&actions, CInt(standardDescriptors.count))
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        setCleanSignals(&attributes)
        return try unsafe start(program, &actions, &attributes)
    }

    /// A loop's thread blocks the signals that its process reads; a program must hear them all.
    private static func setCleanSignals(_ attributes: inout posix_spawnattr_t) {
        var none = sigset_t()
        var all = sigset_t()
        unsafe sigemptyset(&none)
        unsafe sigfillset(&all)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setsigdefault(&attributes, &all)
        unsafe posix_spawnattr_setpgroup(&attributes, 0)
        let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP
        unsafe posix_spawnattr_setflags(&attributes, Int16(truncatingIfNeeded: flags))
    }

    private static func start(
        _ program: Program, _ actions: inout posix_spawn_file_actions_t, _ attributes: inout posix_spawnattr_t
    ) throws(SystemError) -> pid_t {
        var process: pid_t = 0
        let code = unsafe program.withCStrings { path, arguments, environment in
            unsafe posix_spawn(&process, path, &actions, &attributes, arguments, environment)
        }
        guard code == 0 else { throw SystemError(call: "posix_spawn \(program.path)", errno: code) }
        return process
    }
}
