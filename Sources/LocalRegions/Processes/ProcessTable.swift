internal import Foundation

/// What the kernel says about processes, from `/proc`.
///
/// The kernel and not `Foundation.Process`: the latter learns of an exit through a socket that grandchildren inherit.
package enum ProcessTable {
    /// Whether a process has not ended yet; one that waits to be reaped has, once the last of its threads has.
    ///
    /// Until then its ports are taken, and a tracer may hold a thread back for a while.
    package static func isAlive(_ process: Int32) -> Bool {
        guard let fields = statistics(of: process) else { return false }
        guard isOver(fields.state) else { return true }
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task")) ?? []
        return threads.contains { thread in
            statistics(at: "/proc/\(process)/task/\(thread)/stat").map { !isOver($0.state) } ?? false
        }
    }

    private static func isOver(_ state: String) -> Bool { ["Z", "X"].contains(state) }

    /// Whether a process was halted by SIGSTOP.
    package static func isStopped(_ process: Int32) -> Bool { statistics(of: process)?.state == "T" }

    /// Direct children that have not ended.
    package static func children(of parent: Int32) -> [Int32] {
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return entries.compactMap { Int32($0) }.filter { statistics(of: $0)?.parent == parent && isAlive($0) }
    }

    /// Memory of a process that is in RAM, in bytes; `nil` when it has ended.
    package static func residentBytes(of process: Int32) -> Int? { memory("VmRSS:", of: process) }

    /// The most it ever had in RAM, since `forgetPeak`; `nil` when it has ended.
    package static func peakResidentBytes(of process: Int32) -> Int? { memory("VmHWM:", of: process) }

    /// Begins to look for the peak anew: proc(5), `clear_refs`.
    package static func forgetPeak(of process: Int32) {
        let file = FileHandle(forWritingAtPath: "/proc/\(process)/clear_refs")
        try? file?.write(contentsOf: Data("5".utf8))
        try? file?.close()
    }

    private static func memory(_ name: String, of process: Int32) -> Int? {
        guard let text = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8),
            let line = text.split(separator: "\n").first(where: { $0.hasPrefix(name) }),
            let kibibytes = line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap({ Int($0) })
        else { return nil }
        return kibibytes * 1024
    }

    /// The process that traces another one.
    static func tracer(of process: Int32) -> Int32? {
        let text = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("TracerPid:") }
        let number = line?.split(whereSeparator: \.isWhitespace).last.flatMap { Int32($0) }
        return number == 0 ? nil : number
    }

    /// Fields 3 and 4 of proc(5) `/proc/pid/stat`, found after the last `)` because a name may hold anything.
    private static func statistics(of process: Int32) -> (state: String, parent: Int32)? {
        statistics(at: "/proc/\(process)/stat")
    }

    private static func statistics(at path: String) -> (state: String, parent: Int32)? {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8),
            let end = text.lastIndex(of: ")")
        else { return nil }
        let fields = text[text.index(after: end)...].split(separator: " ")
        guard fields.count > 1, let parent = Int32(fields[1]) else { return nil }
        return (String(fields[0]), parent)
    }
}
