import Glibc
import Journal
import Reactor

/// Drives a journal from outside a server: for figures, and for tests that kill it.
///
///     JournalLoad append DIRECTORY [COUNT]         append, 32 at a time; prints each number that is durable
///     JournalLoad measure DIRECTORY MILLISECONDS RATE SECONDS      prints figures as JSON
@main
struct JournalLoad {
    static func main() async {
        let words = CommandLine.arguments.dropFirst()
        guard let mode = words.first, let directory = words.dropFirst().first else { return usage() }
        let numbers = words.dropFirst(2).compactMap { Int($0) }
        do {
            let loop = try EventLoop.start(named: "load")
            await run(mode, directory, numbers, on: loop)
            loop.stop()
        } catch {
            say("failed \(error)")
        }
    }

    static func usage() {
        say("usage: JournalLoad append DIRECTORY [COUNT] | measure DIRECTORY MILLISECONDS RATE SECONDS")
        exit(64)
    }

    static func run(_ mode: String, _ directory: String, _ numbers: [Int], on loop: isolated EventLoop) async {
        do {
            switch mode {
            case "append": try await Appending(in: directory, count: numbers.first ?? .max, on: loop).run(on: loop)
            case "measure" where numbers.count == 3:
                try await Measuring(in: directory, numbers[0], rate: numbers[1], seconds: numbers[2]).run(on: loop)
            default: usage()
            }
        } catch {
            say("failed \(error)")
        }
    }
}

/// Writes one line at once, past any buffer: what was said before a kill was said.
func say(_ line: String) {
    let bytes = Array("\(line)\n".utf8)
    _ = write(1, bytes, bytes.count)
}
