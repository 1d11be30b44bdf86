internal import Glibc
internal import Synchronization

/// A file that is only ever written at its end, or standard output; every write may block.
package final class AppendedFile: Sendable {
    private static let lineEnd: UInt8 = 0x0A
    private let descriptor: FileDescriptor
    /// The last line there has no end.
    private let isTorn = Atomic<Bool>(false)

    /// Makes the file, readable by its owner and group, or goes on with the one that is there.
    package init(_ path: String) throws(SystemError) {
        // A pipe that nobody reads is an error (ENXIO, fifo(7)) and not a wait for somebody who does.
        let flags = O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK
        let (number, code) = unsafe (Glibc.open(path, flags, 0o640), errno)
        guard number >= 0 else { throw SystemError(call: "open \(path)", errno: code) }
        descriptor = FileDescriptor(owning: number)
        _ = fcntl(number, F_SETFL, O_APPEND)
    }

    private init(_ descriptor: consuming FileDescriptor) { self.descriptor = descriptor }

    package static func standardOutput() throws(SystemError) -> AppendedFile {
        let number = fcntl(1, F_DUPFD_CLOEXEC, 3)
        guard number >= 0 else { throw SystemError(call: "fcntl", errno: errno) }
        return AppendedFile(FileDescriptor(owning: number))
    }

    /// Writes lines, each with its end, from one thread at a time: all of them, or as many as there is room for.
    ///
    /// What a lack of room has torn stays a line of its own: it is ended before anything else is written. It is not
    /// taken back, for somebody may have read it, and somebody else may write there too.
    ///
    /// - Returns: How many lines are there as a whole, and why not all, if so.
    package func write(lines: [UInt8]) -> (count: Int, failure: SystemError?) {
        if isTorn.load(ordering: .relaxed) {
            let (written, failure) = append([Self.lineEnd])
            guard written == 1 else { return (0, failure) }
            isTorn.store(false, ordering: .relaxed)
        }
        let (written, failure) = append(lines)
        let whole = lines[..<written]
        isTorn.store(!(whole.last.map { $0 == Self.lineEnd } ?? true), ordering: .relaxed)
        return (whole.count { $0 == Self.lineEnd }, failure)
    }

    private func append(_ bytes: [UInt8]) -> (written: Int, failure: SystemError?) {
        var written = 0
        while written < bytes.count {
            let (count, code) = unsafe bytes.withUnsafeBytes { buffer in
                descriptor.withNumber {
                    unsafe (Glibc.write($0, buffer.baseAddress?.advanced(by: written), buffer.count - written), errno)
                }
            }
            if count < 0 && code == EINTR { continue }
            guard count > 0 else { return (written, SystemError(call: "write", errno: count == 0 ? EIO : code)) }
            written += count
        }
        return (written, nil)
    }
}
