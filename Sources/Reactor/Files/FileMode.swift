internal import Glibc

/// Who may do what with a file (inode(7)).
package struct FileMode: Equatable, Sendable {
    private let bits: UInt32

    /// Follows symbolic links; nil when there is no such file.
    package init?(_ path: String) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        bits = UInt32(status.st_mode) & 0o7777
    }

    /// Whether somebody may read, change or run it who is neither its owner nor of its group.
    package var isOpenToOthers: Bool { bits & 0o007 != 0 }
}

extension FileMode: CustomStringConvertible {
    /// As chmod(1) takes it.
    package var description: String {
        let digits = String(bits, radix: 8)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
