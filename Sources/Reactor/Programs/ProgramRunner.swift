/// Runs programs to their end without ever blocking a loop.
///
/// A thread per program, rather than descriptors on the loop: starting a program itself waits, for the disk that holds
/// it, and one thread's straight line is easier to believe than a machine of five descriptors.
package final class ProgramRunner: Sendable {
    /// How many may run at once.
    package static let programsMax = 4
    /// What is kept of each output.
    package static let outputBytesMax = 65_536
    /// For a killed program to be gone; one that the kernel cannot kill is left to its thread.
    private static let grace = Duration.seconds(1)

    private let calls = BlockingCalls(named: "program", callsMax: programsMax)

    package init() {}

    /// Starts `program`, gives it `input`, and returns what it left; at the deadline it is killed and reaped.
    package func run(
        _ program: Program, input: [UInt8] = [], within deadline: Duration, on loop: isolated EventLoop
    ) async throws(ProgramFailure) -> ProgramResult {
        let due = EventLoop.monotonicNow() + deadline
        let result: Result<ProgramResult, ProgramFailure>
        do throws(BlockingFailure) {
            result = try await calls.run(within: deadline + Self.grace, on: loop) {
                Self.supervise(program, input, until: due)
            }
        } catch {
            throw ProgramFailure(error)
        }
        return try result.get()
    }

    private static func supervise(
        _ program: Program, _ input: [UInt8], until due: Duration
    ) -> Result<ProgramResult, ProgramFailure> {
        do throws(SystemError) {
            let running = try SpawnedProgram(program, input: input, outputBytesMax: outputBytesMax)
            guard let result = try running.result(until: due) else { return .failure(.timedOut) }
            return .success(result)
        } catch {
            return .failure(.notStarted(error))
        }
    }
}

extension ProgramFailure {
    fileprivate init(_ failure: BlockingFailure) {
        self =
            switch failure {
            case .timedOut: .timedOut
            case .tooManyWaiting: .tooManyRunning
            case .canceled: .canceled
            case .noThread(let error): .notStarted(error)
            }
    }
}
