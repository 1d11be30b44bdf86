internal import Glibc

/// The stream for what operators read.
package enum StandardError {
    /// Writes all of `bytes` in one call, so that lines of several threads do not mix; a closed stream is no error of
    /// ours.
    package static func write(_ bytes: [UInt8]) {
        unsafe bytes.withUnsafeBytes { unsafe _ = Glibc.write(2, $0.baseAddress, $0.count) }
    }
}
