/// What is wrong with a file of key-encryption keys; names lines and lengths, never what stands there.
package enum KeyFileError: Error, Equatable, Sendable {
    case empty
    case tooLong(limit: Int)
    case notBase64OrHex(line: Int)
    case wrongLength(Int, line: Int?)
    case badVersion(line: Int)
    case versionZero
    case repeatedVersion(UInt32)
    /// A bare key stands alone; beside others each needs a version.
    case bareKeyAmongOthers(line: Int)
    /// The configuration wants to wrap under a version that the file does not have.
    case unknownCurrentVersion(UInt32)
}

extension KeyFileError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .empty: "the file holds no key"
        case .tooLong(let limit): "the file is longer than \(limit) bytes"
        case .notBase64OrHex(let line): "line \(line): the key is neither 64 hex digits nor base64"
        case .wrongLength(let count, let line):
            (line.map { "line \($0): " } ?? "") + "a key-encryption key has 32 bytes, not \(count)"
        case .badVersion(let line): "line \(line): a version is a whole number from 1 to \(UInt32.max)"
        case .versionZero: "versions are counted from 1"
        case .repeatedVersion(let version): "version \(version) stands there twice"
        case .bareKeyAmongOthers(let line): "line \(line): write version:key, because the file holds several keys"
        case .unknownCurrentVersion(let version): "the file holds no key of version \(version)"
        }
    }
}
