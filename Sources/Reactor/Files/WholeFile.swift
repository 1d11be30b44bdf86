internal import Glibc

/// A small file that is read at once; also a pipe, where somebody keeps a secret out of the file system.
package enum WholeFile {
    /// All there is.
    ///
    /// - Parameter bytesMax: Behind it the file is somebody else's, and the error `EFBIG`.
    package static func read(_ path: String, atMost bytesMax: Int) throws(SystemError) -> [UInt8] {
        let (number, code) = unsafe (Glibc.open(path, O_RDONLY | O_CLOEXEC), errno)
        guard number >= 0 else { throw SystemError(call: "open", errno: code) }
        let descriptor = FileDescriptor(owning: number)
        var (bytes, piece): ([UInt8], [UInt8]) = ([], [UInt8](repeating: 0, count: 16_384))
        while case .bytes(let count) = try descriptor.read(into: &piece) {
            bytes += piece[..<count]
            guard bytes.count <= bytesMax else { throw SystemError(call: "read", errno: EFBIG) }
        }
        return bytes
    }
}
