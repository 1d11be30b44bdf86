internal import CLinux
internal import Glibc

/// Names of Unix sockets (unix(7)): a path, or `@name` in the abstract namespace.
package enum UnixAddress {
    /// Whether a socket can have this name at all.
    package static func isValid(_ name: String) -> Bool { (try? bytes(of: name)) != nil }

    /// A `sockaddr_un`, byte for byte, and no longer than the name needs: in the abstract namespace every byte counts.
    static func bytes(of name: String) throws(SystemError) -> [UInt8] {
        let isAbstract = name.hasPrefix("@")
        let path = isAbstract ? [0] + name.utf8.dropFirst() : name.utf8 + [0]
        guard (2...108).contains(path.count) else { throw SystemError(call: "socket name", errno: ENAMETOOLONG) }
        let family = sa_family_t(AF_UNIX)
        return [UInt8(truncatingIfNeeded: family), UInt8(truncatingIfNeeded: family >> 8)] + path
    }
}
