internal import Glibc

extension UnixStream {
    /// Whether a program that is about to listen there can: nobody listens, and the socket that a dead one left is
    /// removed.
    ///
    /// - Throws: When something else than a socket has the name, or it cannot be looked at.
    package static func makeRoom(at name: String) throws(SystemError) -> Bool {
        do throws(SystemError) {
            _ = try connect(to: name)
            return false
        } catch {
            switch error.errno {
            case EAGAIN: return false  // Somebody listens whose queue is full.
            case ENOENT: return true
            case ECONNREFUSED where name.hasPrefix("@"): return true
            case ECONNREFUSED: return try removeSocket(name)
            default: throw error
            }
        }
    }

    /// A file of any other kind is somebody's, and refuses connections just the same.
    private static func removeSocket(_ path: String) throws(SystemError) -> Bool {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else { throw SystemError(call: "lstat \(path)", errno: errno) }
        guard status.st_mode & S_IFMT == S_IFSOCK else { throw SystemError(call: "listen \(path)", errno: ENOTSOCK) }
        guard unsafe unlink(path) == 0 || errno == ENOENT else {
            throw SystemError(call: "unlink \(path)", errno: errno)
        }
        return true
    }
}
