internal import Glibc

/// A small file that is either the old one or the new one, also after a power cut.
///
/// Every call waits for the disk, so it belongs on a thread of its own.
package enum DurableFile {
    /// Writes beside the file, brings that to stable storage, and only then gives it the name (rename(2) is atomic).
    ///
    /// One writer at a time for each path: the file beside it has a fixed name, so that a crash leaves one at most.
    package static func replace(_ path: String, with bytes: [UInt8]) throws(SystemError) {
        let beside = path + ".next"
        let file = try open(beside, O_WRONLY | O_CREAT | O_TRUNC)
        try write(bytes, to: file)
        try synchronize(file)
        try file.close()
        guard unsafe rename(beside, path) == 0 else { throw SystemError(call: "rename", errno: errno) }
        // The name is durable once its folder is (fsync(2), NOTES).
        try synchronize(try open(folder(of: path), O_RDONLY | O_DIRECTORY))
    }

    private static func open(_ path: String, _ flags: CInt) throws(SystemError) -> FileDescriptor {
        let number = unsafe Glibc.open(path, flags | O_CLOEXEC, 0o600)
        guard number >= 0 else { throw SystemError(call: "open \(path)", errno: errno) }
        return FileDescriptor(owning: number)
    }

    private static func write(_ bytes: [UInt8], to file: borrowing FileDescriptor) throws(SystemError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let (count, code) = unsafe rest.withUnsafeBytes { bytes in
                file.withNumber { unsafe (Glibc.write($0, bytes.baseAddress, bytes.count), errno) }
            }
            if count < 0 && code == EINTR { continue }
            guard count >= 0 else { throw SystemError(call: "write", errno: code) }
            rest = rest.dropFirst(count)
        }
    }

    private static func synchronize(_ file: borrowing FileDescriptor) throws(SystemError) {
        let (result, code) = file.withNumber { (fsync($0), errno) }
        guard result == 0 else { throw SystemError(call: "fsync", errno: code) }
    }

    private static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
