internal import CLinux
internal import Glibc

/// A running program of ours: killed with its whole group, and reaped, when its owner lets go of it.
struct SpawnedProgram: ~Copyable {
    private let process: pid_t
    private let exit: FileDescriptor  // a pidfd: readable once the program has ended, reaped or not
    private var output: OutputPipe
    private var errors: OutputPipe

    init(_ program: Program, input: [UInt8], outputBytesMax: Int) throws(SystemError) {
        let input = try FileDescriptor.inMemory(holding: input)
        var output = try OutputPipe(bytesMax: outputBytesMax)
        var errors = try OutputPipe(bytesMax: outputBytesMax)
        let descriptors = [input.withNumber { $0 }, output.sinkNumber, errors.sinkNumber]
        let process = try Self.spawn(program, standardDescriptors: descriptors)
        output.closeSink()
        errors.closeSink()
        let number = CLinux_openProcess(process)
        guard number >= 0 else {
            let error = SystemError(call: "pidfd_open", errno: errno)
            _ = Self.endAndReap(process)
            throw error
        }
        self.process = process
        exit = FileDescriptor(owning: number)
        self.output = output
        self.errors = errors
    }

    /// Reads and waits; nil when the program had to be killed at `due`.
    consuming func result(until due: Duration) throws(SystemError) -> ProgramResult? {
        let hasEnded = waitForEnd(until: due)
        output.drain()
        errors.drain()
        let status = Self.endAndReap(process)
        guard hasEnded else { return nil }
        return ProgramResult(ending: .init(waitStatus: status), output: output.bytes, errors: errors.bytes)
    }

    /// Whether the program ended by itself.
    private mutating func waitForEnd(until due: Duration) -> Bool {
        while true {
            let left = due - EventLoop.monotonicNow()
            guard left > .zero else { return false }
            var entries = [
                exit.withNumber { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }, output.pollEntry,
                errors.pollEntry,
            ]
            // Rounded up, and EINTR is an early look.
            unsafe _ = poll(&entries, nfds_t(entries.count), CInt(clamping: left.wholeMilliseconds + 1))
            if entries[1].revents != 0 { _ = output.readOnce() }
            if entries[2].revents != 0 { _ = errors.readOnce() }
            if entries[0].revents != 0 { return true }
        }
    }

    /// The group goes first, while the unreaped leader keeps its number from meaning anybody else.
    static func endAndReap(_ process: pid_t) -> CInt {
        _ = kill(-process, SIGKILL)
        var status: CInt = 0
        while unsafe waitpid(process, &status, 0) < 0, errno == EINTR {}
        return status
    }
}

extension ProgramResult.Ending {
    /// wait(2)'s macros, which Swift does not import.
    init(waitStatus status: CInt) {
        let signal = status & 0x7f
        self = signal == 0 ? .exited(status: (status >> 8) & 0xff) : .killed(signal: signal)
    }
}
