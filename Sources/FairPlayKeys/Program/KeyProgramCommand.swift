package import Reactor

/// How the licensee's program is started, and where it will listen.
package struct KeyProgramCommand: Equatable, Sendable {
    package let program: Program
    /// A path, or `@name` in the abstract namespace; a socket that a dead program left there is removed.
    package let socket: String

    package init(_ program: Program, socket: String) { (self.program, self.socket) = (program, socket) }
}
