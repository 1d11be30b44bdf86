internal import Glibc

/// What tells one state of a file from another without reading it: another file behind the name, or a later change.
package struct FileStamp: Equatable, Sendable {
    private let device: UInt
    private let number: UInt
    private let byteCount: Int
    /// Seconds and nanoseconds of the last change of the file or of what is known about it.
    private let changed: [Int]

    /// Follows symbolic links; nil when there is no such file.
    package init?(_ path: String) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        device = UInt(status.st_dev)
        number = UInt(status.st_ino)
        byteCount = Int(status.st_size)
        changed = [
            status.st_mtim.tv_sec, status.st_mtim.tv_nsec, status.st_ctim.tv_sec, status.st_ctim.tv_nsec,
        ]
    }
}
