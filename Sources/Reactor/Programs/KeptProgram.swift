internal import CLinux
internal import Glibc

/// A program that runs beside us for long, and dies when we die, however we do.
///
/// The kernel sees to that, and to the *thread* that started the program (prctl(2), PR_SET_PDEATHSIG): so the loop must
/// be one whose thread outlives the program, and whoever stops it kills the program. What the program starts in turn is
/// killed with it when it is we who learn of its end; when we are dead, it is not.
package final class KeptProgram: EventHandler {
    package enum Event: Equatable, Sendable {
        /// To its standard output or error, at most `chunkBytes` at once.
        case wrote([UInt8])
        /// It is reaped, its group is gone, and nothing more comes.
        case ended(ProgramResult.Ending)
    }

    package enum Signal: Sendable {
        case terminate
        case kill

        fileprivate var number: CInt {
            switch self {
            case .terminate: SIGTERM
            case .kill: SIGKILL
            }
        }
    }

    private static let chunkBytes = 16_384
    /// What is read of the words that it left behind.
    private static let lastChunksMax = 16

    package let processID: Int32
    private let exit: FileDescriptor  // a pidfd: readable once the program has ended, reaped or not
    private var output: OutputPipe
    private let report: (Event, isolated EventLoop) -> Void
    private var exitWatch: Watch?
    private var outputWatch: Watch?

    /// Starts `program` in `/`, with nothing to read; may wait for the disk that holds it.
    ///
    /// - Parameter report: Called on the loop, never before this returns.
    package init(
        _ program: Program, on loop: isolated EventLoop, report: @escaping (Event, isolated EventLoop) -> Void
    ) throws(SystemError) {
        let input = try FileDescriptor.inMemory(holding: [])
        var output = try OutputPipe(bytesMax: Self.chunkBytes)
        let process = try Self.start(program, input: input.withNumber { $0 }, output: output.sinkNumber)
        output.closeSink()
        let number = CLinux_openProcess(process)
        guard number >= 0 else {
            let error = SystemError(call: "pidfd_open", errno: errno)
            _ = SpawnedProgram.endAndReap(process)
            throw error
        }
        processID = process
        exit = FileDescriptor(owning: number)
        self.output = output
        self.report = report
        do throws(SystemError) {
            exitWatch = try loop.watch(number, for: .readable, handler: self)
            outputWatch = try loop.watch(self.output.sourceNumber, for: .readable, handler: self)
        } catch {
            if let exitWatch { loop.unwatch(exitWatch) }
            _ = SpawnedProgram.endAndReap(process)
            throw error
        }
    }

    private static func start(_ program: Program, input: CInt, output: CInt) throws(SystemError) -> pid_t {
        let descriptors = CLinux_standardDescriptors(input: input, output: output)
        let (process, code) = unsafe program.withCStrings { path, arguments, environment in
            unsafe (CLinux_startProgram(path, arguments, environment, descriptors), errno)
        }
        guard process > 0 else { throw SystemError(call: "exec \(program.path)", errno: code) }
        return process
    }

    /// To the program and all that is of its group; to nobody once it has ended.
    package func send(_ signal: Signal) {
        // Until it is reaped, which is when the watch goes, its number means nobody else.
        if exitWatch != nil { _ = Glibc.kill(-processID, signal.number) }
    }

    package func ready(_ readiness: Readiness, on loop: isolated EventLoop) {
        hear(on: loop)
        var entry = exit.withNumber { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        if unsafe poll(&entry, 1, 0) == 1 { end(on: loop) }
    }

    private func hear(on loop: isolated EventLoop) {
        _ = output.readOnce()
        let bytes = output.take()
        if !bytes.isEmpty { report(.wrote(bytes), loop) }
        // A program may close its outputs and go on.
        if output.hasEnded { leaveOutput(on: loop) }
    }

    private func leaveOutput(on loop: isolated EventLoop) {
        if let outputWatch { loop.unwatch(outputWatch) }
        outputWatch = nil
    }

    private func end(on loop: isolated EventLoop) {
        guard let exitWatch else { return }
        for _ in 0..<Self.lastChunksMax where !output.hasEnded { hear(on: loop) }
        leaveOutput(on: loop)
        loop.unwatch(exitWatch)
        self.exitWatch = nil
        report(.ended(ProgramResult.Ending(waitStatus: SpawnedProgram.endAndReap(processID))), loop)
    }
}
