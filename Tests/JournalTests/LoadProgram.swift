import Foundation
import LocalRegions

/// The program that appends to a journal until it is killed, and what it says.
enum LoadProgram {
    static var path: String {
        URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
            .appending(path: "JournalLoad").path
    }

    static func append(to directory: String, count: Int? = nil) -> Command {
        Command(path, ["append", directory] + (count.map { ["\($0)"] } ?? []))
    }
}

/// One run of the program, as its lines tell it.
struct LoadReport {
    /// The number of each record that was said to be durable, and how the record begins.
    private(set) var durable: [UInt64: String] = [:]
    private(set) var failures: [String] = []
    private(set) var wasClosed = false

    /// Reads whole lines only: the last one of a program that was killed may be cut short.
    init(_ output: String) {
        for line in output.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            let words = line.split(separator: " ").map(String.init)
            switch words.first {
            case "durable": UInt64(words[1]).map { durable[$0] = words[2] }
            case "failed": failures.append(String(line))
            case "closed": wasClosed = true
            default: break
            }
        }
    }
}
