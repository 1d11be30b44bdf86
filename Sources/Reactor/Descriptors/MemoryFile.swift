internal import CLinux
internal import Glibc

extension FileDescriptor {
    /// A file that has no name and is on no disk, open at its beginning: input for a program, a secret included.
    package static func inMemory(holding bytes: [UInt8]) throws(SystemError) -> FileDescriptor {
        let number = unsafe memfd_create("input", 1)  // MFD_CLOEXEC, of a header that hides it
        guard number >= 0 else { throw SystemError(call: "memfd_create", errno: errno) }
        let file = FileDescriptor(owning: number)
        // At offset 0 and without moving it: whoever inherits the descriptor reads from the start.
        let (written, code) = unsafe bytes.withUnsafeBytes {
            unsafe (pwrite(number, $0.baseAddress, $0.count, 0), errno)
        }
        guard written == bytes.count else { throw SystemError(call: "write", errno: written < 0 ? code : ENOSPC) }
        return file
    }
}
