internal import Glibc

/// A file that is only ever written at its end, or standard output; every write may block.
package final class AppendedFile: Sendable {
    private let descriptor: FileDescriptor

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

    /// Writes all of it, or as much as there is room for.
    package func write(_ bytes: [UInt8]) throws(SystemError) {
        var written = 0
        while written < bytes.count {
            let (count, code) = unsafe bytes.withUnsafeBytes { buffer in
                descriptor.withNumber {
                    unsafe (Glibc.write($0, buffer.baseAddress?.advanced(by: written), buffer.count - written), errno)
                }
            }
            if count < 0 && code == EINTR { continue }
            guard count > 0 else { throw SystemError(call: "write", errno: count == 0 ? EIO : code) }
            written += count
        }
    }
}
