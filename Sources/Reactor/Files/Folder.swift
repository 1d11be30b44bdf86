internal import Glibc

/// A directory whose entries are made, moved and removed durably; every call may block.
package struct Folder: Sendable, Equatable {
    package let path: String

    package init(_ path: String) { self.path = path }

    package func path(of name: String) -> String { "\(path)/\(name)" }

    /// Makes the directory, for its owner only, unless it is there; its parent must be.
    package func create() throws(SystemError) {
        let (result, code) = unsafe (mkdir(path, 0o700), errno)
        guard result == 0 || code == EEXIST else { throw SystemError(call: "mkdir", errno: code) }
    }

    /// Makes the directory, and those it is in, for their owner only, unless they are there.
    package func createWithParents() throws(SystemError) {
        do throws(SystemError) { try create() } catch  where error.isMissing {
            guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { throw error }
            try Folder(String(path[..<slash])).createWithParents()
            try create()
        }
    }

    /// The names of all entries, sorted.
    package func names() throws(SystemError) -> [String] {
        guard let stream = unsafe opendir(path) else { throw SystemError(call: "opendir", errno: errno) }
        defer { unsafe _ = closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { field in
                unsafe field.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) {
                    unsafe String(cString: $0)
                }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Renames an entry, over another of the new name if there is one.
    package func rename(_ name: String, to newName: String) throws(SystemError) {
        let (result, code) = unsafe (Glibc.rename(path(of: name), path(of: newName)), errno)
        guard result == 0 else { throw SystemError(call: "rename", errno: code) }
    }

    package func remove(_ name: String) throws(SystemError) {
        let (result, code) = unsafe (unlink(path(of: name)), errno)
        guard result == 0 || code == ENOENT else { throw SystemError(call: "unlink", errno: code) }
    }

    /// Returns once entries made, renamed and removed so far will outlast a loss of power (fsync(2) of the directory).
    package func synchronize() throws(SystemError) {
        let (number, code) = unsafe (Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), errno)
        guard number >= 0 else { throw SystemError(call: "open", errno: code) }
        let descriptor = FileDescriptor(owning: number)
        let (result, syncCode) = descriptor.withNumber { (fsync($0), errno) }
        guard result == 0 else { throw SystemError(call: "fsync", errno: syncCode) }
    }

    /// Bytes that the file system under the directory has left for us.
    package func freeBytes() throws(SystemError) -> Int {
        var status = statvfs()
        let (result, code) = unsafe (statvfs(path, &status), errno)
        guard result == 0 else { throw SystemError(call: "statvfs", errno: code) }
        return Int(
            clamping: UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize)).partialValue)
    }
}
