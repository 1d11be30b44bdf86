internal import Bytes
internal import COpenSSL

extension KeyObject {
    /// Reads the whole of `bytes` through one of OpenSSL's DER readers.
    ///
    /// - Parameter reader: Takes where to begin and how much there is, and moves the pointer behind what it has read.
    convenience init(
        der bytes: Span<UInt8>, reader: (UnsafeMutablePointer<UnsafePointer<UInt8>?>, Int) -> OpaquePointer?
    ) throws(KeyFailure) {
        guard bytes.count <= CryptographyLimits.keyBytes else { throw .unreadable(reason: "too long for a key") }
        ErrorQueue.clear()
        let (key, readCount) = unsafe bytes.withUnsafeBufferPointer { bytes in
            var end = bytes.baseAddress
            let key = unsafe reader(&end, bytes.count)
            guard let start = bytes.baseAddress, let end = unsafe end else { return unsafe (key, 0) }
            return unsafe (key, end - start)
        }
        guard let key = unsafe key else { throw .unreadable(reason: ErrorQueue.drain()) }
        unsafe self.init(owning: key)
        guard readCount == bytes.count else { throw .unreadable(reason: "bytes follow the key") }
    }

    /// The key in DER, by one of OpenSSL's DER writers.
    ///
    /// - Parameters:
    ///   - call: The writer's name.
    ///   - writer: Takes the key and where to write, or nothing, and returns how long it is.
    func der(
        _ call: String, writer: (OpaquePointer, UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>?) -> CInt
    ) throws(CryptographyFailure) -> Secret {
        let count = unsafe writer(pointer, nil)
        guard count > 0 else { throw .draining(call) }
        return try Secret(count: Int(count)) { (span) throws(CryptographyFailure) in
            let written = unsafe span.withUnsafeMutableBufferPointer { bytes in
                var end = bytes.baseAddress
                return unsafe writer(pointer, &end)
            }
            guard written == count else { throw .draining(call) }
        }
    }
}
