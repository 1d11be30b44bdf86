import Daemon
import Foundation
import LocalRegions
import Testing

@Suite("Line sink")
struct LineSinkTests {
    private let folder: TemporaryDirectory
    private let counts = LineCounts()

    init() throws { folder = try TemporaryDirectory() }

    private var path: String { folder.url.appending(path: "lines").path }

    private func written() throws -> [Substring] {
        try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    }

    @Test("lines of several threads arrive whole, each once, and in the order of each thread")
    func keepsLines() async throws {
        let sink = try LineSink(path, counts: counts)
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<4 {
                group.addTask { for number in 0..<500 { sink.append(Array("\(task) \(number)\n".utf8)) } }
            }
        }
        await sink.finish()

        let lines = try written()
        #expect(lines.count == 2_000)
        for task in 0..<4 {
            let numbers = lines.filter { $0.hasPrefix("\(task) ") }.compactMap { Int($0.dropFirst(2)) }
            #expect(numbers == Array(0..<500))
        }
        #expect(counts.written == 2_000)
        #expect(counts.dropped == 0)
    }

    @Test("what is faster than the reader is dropped and counted, and nobody waits")
    func drops() async throws {
        try await Command("mkfifo", [path]).run()
        // Opened for reading and writing, and never read: the pipe takes 64 KiB and then no more.
        let reader = try #require(FileHandle(forUpdatingAtPath: path))
        let sink = try LineSink(path, counts: counts)
        let line = [UInt8](repeating: 0x61, count: 1_023) + [0x0A]

        let start = ContinuousClock.now
        for _ in 0..<8_000 { sink.append(line) }

        // Whoever waited for the reader would wait for ever.
        #expect(ContinuousClock.now - start < .seconds(10))
        #expect(counts.dropped > 8_000 - 2 * LineSink.pendingBytesMax / 1_024 - 64)
        try reader.close()
    }

    @Test("a file that cannot be written loses its lines, which are counted, and not the process")
    func survivesFullDisk() async throws {
        let sink = try LineSink("/dev/full", counts: counts)
        sink.append(Array("a\n".utf8))
        await sink.finish()

        #expect(counts.dropped == 1)
        #expect(counts.written == 0)
    }

    @Test("a new file is opened under the old name")
    func reopens() async throws {
        let sink = try LineSink(path, counts: counts)
        sink.append(Array("before\n".utf8))
        await sink.finish()
        try FileManager.default.moveItem(atPath: path, toPath: path + ".1")

        try sink.reopen(path)
        sink.append(Array("after\n".utf8))
        await sink.finish()

        #expect(try written() == ["after"])
        #expect(throws: (any Error).self) { try sink.reopen("/nowhere/lines") }
    }
}
