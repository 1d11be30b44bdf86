internal import CLinux
internal import Glibc

/// A pipe that a program writes into, and the beginning of what has come out of it.
struct OutputPipe: ~Copyable {
    private static let chunkBytes = 16_384

    private let source: FileDescriptor
    private var sink: FileDescriptor?
    private let bytesMax: Int
    private(set) var bytes: [UInt8] = []
    private(set) var hasEnded = false

    init(bytesMax: Int) throws(SystemError) {
        var ends: [CInt] = [-1, -1]
        guard unsafe pipe2(&ends, O_CLOEXEC) == 0 else { throw SystemError(call: "pipe2", errno: errno) }
        let source = FileDescriptor(owning: ends[0])
        let sink = FileDescriptor(owning: ends[1])
        // Our end only: a program seldom expects that its own output says "later".
        guard fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0 else { throw SystemError(call: "fcntl", errno: errno) }
        self.source = source
        self.sink = consume sink
        self.bytesMax = bytesMax
    }

    /// The end that the program gets; -1 once it is closed here.
    var sinkNumber: CInt {
        switch sink {
        case .some(let sink): sink.withNumber { $0 }
        case nil: -1
        }
    }

    /// Our end, for a loop to watch.
    var sourceNumber: CInt { source.withNumber { $0 } }

    /// Comes after the program has its copy, or the pipe would never end.
    mutating func closeSink() { sink = nil }

    /// What poll(2) is asked; an ended pipe asks nothing.
    var pollEntry: pollfd {
        pollfd(fd: hasEnded ? -1 : source.withNumber { $0 }, events: Int16(POLLIN), revents: 0)
    }

    /// Takes a chunk, keeps what there is room for, and says whether there may be more at once.
    mutating func readOnce() -> Bool {
        guard !hasEnded else { return false }
        var chunk = [UInt8](repeating: 0, count: Self.chunkBytes)
        switch try? source.read(into: &chunk) {
        case .bytes(let count):
            bytes += chunk.prefix(min(count, bytesMax - bytes.count))
            return true
        case .wouldBlock: return false
        case .endOfStream, nil:
            hasEnded = true
            return false
        }
    }

    /// What has come since the last time; the room for it is free again.
    mutating func take() -> [UInt8] {
        defer { bytes = [] }
        return bytes
    }

    /// Takes what a program that has ended left in the pipe, as far as there is room for it.
    mutating func drain() {
        while bytes.count < bytesMax, readOnce() {}
    }
}
