internal import Glibc

/// One regular file, read and written at places the caller names; every call may block.
package struct File: ~Copyable, Sendable {
    /// How a file is opened.
    package enum Purpose: Sendable {
        case reading
        /// The file must be there.
        case updating
        /// Makes the file, readable by its owner only, or opens the one that is there.
        case creating
        /// Makes the file anew, empty whatever was there.
        case replacing

        var flags: CInt {
            switch self {
            case .reading: O_RDONLY
            case .updating: O_RDWR
            case .creating: O_RDWR | O_CREAT
            case .replacing: O_RDWR | O_CREAT | O_TRUNC
            }
        }
    }

    private let descriptor: FileDescriptor

    package init(_ path: String, for purpose: Purpose) throws(SystemError) {
        let (number, code) = unsafe (Glibc.open(path, purpose.flags | O_CLOEXEC, 0o600), errno)
        guard number >= 0 else { throw SystemError(call: "open", errno: code) }
        descriptor = FileDescriptor(owning: number)
    }

    /// The file's length in bytes, and when it was last written, in seconds since 1970.
    package func status() throws(SystemError) -> (byteCount: Int, modified: Int) {
        var status = stat()
        let (result, code) = descriptor.withNumber { unsafe (fstat($0, &status), errno) }
        guard result == 0 else { throw SystemError(call: "fstat", errno: code) }
        return (Int(status.st_size), Int(status.st_mtim.tv_sec))
    }

    /// Up to `count` bytes from `offset`; fewer only at the end of the file.
    package func read(_ count: Int, at offset: Int) throws(SystemError) -> [UInt8] {
        var failure: CInt = 0
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let (got, code) = descriptor.withNumber {
                    unsafe (pread($0, buffer.baseAddress?.advanced(by: filled), count - filled, offset + filled), errno)
                }
                if got > 0 { filled += got; continue }
                if got < 0 && code == EINTR { continue }
                if got < 0 { failure = code }
                break
            }
        }
        guard failure == 0 else { throw SystemError(call: "pread", errno: failure) }
        return bytes
    }

    /// Writes all of `bytes` from `offset` on, into the kernel's memory: `synchronize` makes them last.
    package func write(_ bytes: Span<UInt8>, at offset: Int) throws(SystemError) {
        var written = 0
        while written < bytes.count {
            let (count, code) = unsafe bytes.withUnsafeBytes { buffer in
                descriptor.withNumber {
                    unsafe (
                        pwrite(
                            $0, buffer.baseAddress?.advanced(by: written), buffer.count - written, offset + written),
                        errno
                    )
                }
            }
            if count < 0 && code == EINTR { continue }
            // A write of nothing would be repeated for ever.
            guard count > 0 else { throw SystemError(call: "pwrite", errno: count == 0 ? EIO : code) }
            written += count
        }
    }

    /// Returns once everything written is on stable storage (fdatasync(2)).
    ///
    /// After an error the kernel calls the pages clean although they are not on the disk, so that a second call would
    /// succeed and mean nothing: whoever gets an error here must not trust what they wrote, and must not ask again.
    package func synchronize() throws(SystemError) {
        let (result, code) = descriptor.withNumber { (fdatasync($0), errno) }
        guard result == 0 else { throw SystemError(call: "fdatasync", errno: code) }
    }

    package func truncate(to byteCount: Int) throws(SystemError) {
        let (result, code) = descriptor.withNumber { (ftruncate($0, byteCount), errno) }
        guard result == 0 else { throw SystemError(call: "ftruncate", errno: code) }
    }

    /// Whether the file is now ours alone, until it is closed; false when somebody else, or another part of this
    /// process, holds it (flock(2)).
    package func lock() throws(SystemError) -> Bool {
        let (result, code) = descriptor.withNumber { (flock($0, LOCK_EX | LOCK_NB), errno) }
        guard result == 0 || code == EWOULDBLOCK else { throw SystemError(call: "flock", errno: code) }
        return result == 0
    }
}
