package import Reactor

/// What becomes of a program that we keep running, for whoever writes it down.
package enum KeyProgramNews: Equatable, Sendable {
    case started(processID: Int32)
    /// It answers, as it should.
    case works
    case notStarted(reason: String, again: Duration)
    /// - Parameter again: How long until it is started again; nil when it is not.
    case ended(ProgramResult.Ending, again: Duration?)
    /// It answers nothing and is killed.
    case silent
    /// It was told to end and did not, and is killed.
    case stubborn
    /// It was killed and is still there.
    case immortal
    /// It wrote this.
    case words(String)
    /// It wrote so many lines more.
    case leftOut(lines: Int)
}

/// How the program does, for all threads to read.
package final class KeyProgramBoard: Sendable {
    package struct Standing: Equatable, Sendable {
        package let phase: KeyProgramLife.Phase
        /// How often it ended without being told to.
        package let ends: Int

        package init(phase: KeyProgramLife.Phase, ends: Int) { (self.phase, self.ends) = (phase, ends) }
    }

    private let standing = Lock<Standing?>(nil)

    package init() {}

    /// Nil where nobody keeps a program running.
    package var now: Standing? { standing.withLock { $0 } }

    package func post(_ new: Standing?) { standing.withLock { $0 = new } }
}
