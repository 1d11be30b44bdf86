import Foundation
import Reactor

/// What a player beside an attack took, where somebody wants it measured and not only bounded.
///
/// Continuous integration builds without optimizing and shares its machine, so there a player may take longer than
/// twice of what it took before. `make abuse` runs the same tests against release builds and names a file: then it may
/// not.
package struct AttackFigures: Sendable {
    package static let current = AttackFigures(ProcessInfo.processInfo.environment["EVERGRANT_ABUSE_FIGURES"])

    private let file: URL?

    init(_ path: String?) { file = path.flatMap { $0.isEmpty ? nil : URL(fileURLWithPath: $0) } }

    /// What a player's 99th percentile may be under attack.
    ///
    /// - Parameters:
    ///   - idle: What it was before.
    ///   - tolerated: What passes where nothing is measured.
    package func bound(idle: Duration, tolerated: Duration) -> Duration {
        file == nil ? max(idle * 2, tolerated) : idle * 2
    }

    /// Adds a line: the attack, both percentiles in microseconds, and what the server's memory grew by, in KiB.
    package func note(_ attack: String, idle: Duration, attacked: Duration, peakBytes: Int, keptBytes: Int) throws {
        guard let file else { return }
        let microseconds = [idle, attacked].map { "\($0.wholeNanoseconds / 1_000)" }
        let line = ([attack] + microseconds + [peakBytes, keptBytes].map { "\($0 / 1_024)" }).joined(separator: "\t")
        if !FileManager.default.fileExists(atPath: file.path) { try Data().write(to: file) }
        let handle = try FileHandle(forWritingTo: file)
        try handle.seekToEnd()
        try handle.write(contentsOf: Data((line + "\n").utf8))
        try handle.close()
    }
}
