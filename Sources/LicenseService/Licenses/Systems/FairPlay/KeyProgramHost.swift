internal import FairPlayKeys
internal import Logging
internal import Reactor

/// The licensee's program as the configuration has it, where this server keeps it running; on the first loop alone.
final class KeyProgramHost {
    private let board: KeyProgramBoard
    private let log: Logger
    private var kept: (command: KeyProgramCommand, keeper: KeyProgramKeeper)?
    private var isClosed = false

    init(_ board: KeyProgramBoard, logging log: Logger) { (self.board, self.log) = (board, log) }

    /// Goes on with another command, or none; the same one changes nothing.
    ///
    /// The old program is gone before the new one starts, for both may want one socket.
    func adopt(_ command: KeyProgramCommand?, on loop: isolated EventLoop) async {
        guard command != kept?.command else { return }
        await endProgram(on: loop)
        guard let command, !isClosed, kept == nil else { return }
        do throws(SystemError) {
            let log = log
            kept = (command, try KeyProgramKeeper.start(command, board: board) { log.write($0) })
        } catch {
            log.error("the program for FairPlay's device keys has no thread", metadata: ["error": "\(error)"])
        }
    }

    /// For good, also when a reload is under way.
    func close(on loop: isolated EventLoop) async {
        isClosed = true
        await endProgram(on: loop)
    }

    private func endProgram(on loop: isolated EventLoop) async {
        let ended = kept
        kept = nil
        await ended?.keeper.stop()
    }
}

extension Logger {
    fileprivate func write(_ news: KeyProgramNews) {
        let program = "the program for FairPlay's device keys"
        switch news {
        case .started(let processID): notice("\(program) is started", metadata: ["process": "\(processID)"])
        case .works: notice("\(program) answers")
        case .notStarted(let reason, let again):
            error("\(program) cannot be started", metadata: ["reason": "\(reason)", "again": "in \(again)"])
        case .ended(let ending, let again?):
            warning("\(program) has ended", metadata: ["ending": "\(ending)", "again": "in \(again)"])
        case .ended(let ending, nil): notice("\(program) has ended, as told", metadata: ["ending": "\(ending)"])
        case .silent: warning("\(program) does not answer and is killed")
        case .stubborn: warning("\(program) does not end and is killed")
        case .immortal: error("\(program) was killed and does not go")
        case .words(let words): info("\(program) says", metadata: ["words": "\(words)"])
        case .leftOut(let count): warning("\(program) says more than is written down", metadata: ["lines": "\(count)"])
        }
    }
}
