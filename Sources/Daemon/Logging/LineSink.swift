package import Reactor

/// Lines on their way to a file, written by a thread of its own: whoever has one never waits for a disk or a reader.
///
/// When lines come faster than they can be written, the newest are dropped and counted.
package final class LineSink: Sendable {
    private struct State {
        var file: AppendedFile
        var pending: [UInt8] = []
        var pendingLines = 0
        /// The writer is on its way.
        var isAwake = false
    }

    /// What waits to be written, in bytes: two thousand lines and more.
    package static let pendingBytesMax = 1_048_576
    /// How long lines are gathered before they are written together.
    private static let gathering: Duration = .milliseconds(50)

    private let state: Lock<State>
    private let writer: EventLoop
    private let counts: LineCounts

    /// - Parameter path: `-` is standard output.
    package init(_ path: String, counts: LineCounts) throws(SystemError) {
        state = Lock(State(file: try Self.open(path)))
        writer = try EventLoop.start(named: "access log")
        self.counts = counts
    }

    deinit { writer.stop() }

    /// Goes on in the file that has the name now: a rotated one is let go.
    package func reopen(_ path: String) throws(SystemError) {
        let file = try Self.open(path)
        state.withLock { $0.file = file }
    }

    /// Takes a line, with its end, to be written soon.
    package func append(_ line: [UInt8]) {
        let (isTaken, mustWake) = state.withLock { state in
            guard state.pending.count + line.count <= Self.pendingBytesMax else { return (false, false) }
            state.pending.append(contentsOf: line)
            state.pendingLines += 1
            defer { state.isAwake = true }
            return (true, !state.isAwake)
        }
        if !isTaken { counts.note(dropped: 1) }
        if mustWake { Task { await write(on: writer) } }
    }

    /// Writes what is left; nothing may be appended any more.
    package func finish() async { await flush(on: writer) }

    private func write(on loop: isolated EventLoop) async {
        try? await loop.sleep(for: Self.gathering)
        flush(on: loop)
    }

    private func flush(on loop: isolated EventLoop) {
        while true {
            let (file, bytes, lines) = state.withLock { state in
                defer { (state.pending, state.pendingLines) = ([], 0) }
                if state.pending.isEmpty { state.isAwake = false }
                return (state.file, state.pending, state.pendingLines)
            }
            guard !bytes.isEmpty else { return }
            let (written, failure) = file.write(lines: bytes)
            counts.note(written: written)
            // A full disk, or nobody reads: the next lines may fare better.
            if failure != nil { counts.note(dropped: lines - written) }
        }
    }

    private static func open(_ path: String) throws(SystemError) -> AppendedFile {
        path == "-" ? try .standardOutput() : try AppendedFile(path)
    }
}
