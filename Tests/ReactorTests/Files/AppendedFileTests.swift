import Foundation
import Glibc
import LocalRegions
import Reactor
import Testing

@Suite("Appended file")
struct AppendedFileTests {
    /// F_SETPIPE_SZ of fcntl(2), which Glibc hides behind _GNU_SOURCE.
    private static let setPipeSize: CInt = 1_031
    private static let line = [UInt8](repeating: 0x61, count: 999) + [0x0A]

    private func write(
        _ lines: [UInt8], to file: AppendedFile, on loop: isolated EventLoop
    ) -> (count: Int, failure: SystemError?) { file.write(lines: lines) }

    private func read(_ number: CInt) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 8_192)
        let count = Glibc.read(number, &buffer, buffer.count)
        return Array(buffer.prefix(max(0, count)))
    }

    /// A pipe of one page whose reader leaves in the middle of a write: a disk that is full, and then is not.
    @Test("a line that a lack of room has torn is not glued to the next, and whole ones are counted")
    func endsTornLines() async throws {
        signal(SIGPIPE, SIG_IGN)
        let folder = try TemporaryDirectory()
        let path = folder.url.appending(path: "lines").path
        try await Command("mkfifo", [path]).run()
        let loop = try EventLoop.start(named: "writer")
        let first = open(path, O_RDONLY | O_NONBLOCK)
        let file = try AppendedFile(path)
        #expect(fcntl(first, Self.setPipeSize, 4_096) == 4_096)

        let five = [[UInt8]](repeating: Self.line, count: 5).flatMap { $0 }
        async let torn = write(five, to: file, on: loop)
        try await eventually("the pipe is full", within: .seconds(20), every: .milliseconds(2)) {
            var waiting: CInt = 0
            return ioctl(first, UInt(FIONREAD), &waiting) == 0 && waiting == 4_096
        }
        close(first)
        let (count, failure) = await torn

        #expect(count == 4)
        #expect(failure?.errno == EPIPE)
        let second = open(path, O_RDONLY | O_NONBLOCK)
        #expect(read(second).count == 4_096)
        #expect(file.write(lines: Self.line).count == 1)
        #expect(read(second) == [0x0A] + Self.line)
        #expect(file.write(lines: Self.line).count == 1)
        #expect(read(second) == Self.line)
        close(second)
        loop.stop()
    }
}
