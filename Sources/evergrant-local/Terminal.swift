import Foundation
import LocalRegions

/// The terminal we were started in: a second screen to draw on, and keys without Enter.
final class Terminal: Sendable {
    let columns: Int
    let keys: AsyncStream<Character>
    private let settings: String

    private init(columns: Int, settings: String) {
        self.columns = columns
        self.settings = settings
        let (stream, continuation) = AsyncStream<Character>.makeStream()
        keys = stream
        // A thread of its own, because reading a terminal blocks for as long as nobody types.
        Thread.detachNewThread {
            while let byte = try? FileHandle.standardInput.read(upToCount: 1)?.first {
                continuation.yield(Character(UnicodeScalar(byte)))
            }
        }
    }

    /// The terminal, when both ends of us are on one.
    static func current() async -> Terminal? {
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1,
            let settings = try? await stty("-g"), let size = try? await stty("size")
        else { return nil }
        let columns = size.split(separator: " ").last.flatMap { Int($0) } ?? LiveView.widths.lowerBound
        return Terminal(columns: columns, settings: settings)
    }

    /// Takes the alternate screen, hides the cursor, and lets single keys through; Ctrl-C stays a signal.
    func open() async {
        _ = try? await Self.stty("-icanon -echo")
        write("\u{1B}[?1049h\u{1B}[?25l")
    }

    func close() async {
        write("\u{1B}[?25h\u{1B}[?1049l")
        _ = try? await Self.stty(settings)
    }

    func show(_ frame: TerminalFrame) { write(frame.ansi) }

    private func write(_ text: String) { try? FileHandle.standardOutput.write(contentsOf: Data(text.utf8)) }

    /// Ignores SIGTTOU: a child has a process group of its own, and a terminal halts whoever changes it from there.
    private static func stty(_ words: String) async throws -> String {
        try await Command("sh", ["-c", "trap '' TTOU; exec stty \(words) </dev/tty"]).run(within: .seconds(5)).text
    }
}
