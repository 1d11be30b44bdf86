internal import COpenSSL

/// Algorithms fetched from OpenSSL once and kept: in 3.0 a fetch by name costs more than the digest itself.
///
/// An OpenSSL without these cannot run Evergrant at all, so their absence stops the process where it first shows.
enum FetchedAlgorithms {  // Unsafe globals: the objects are immutable after the fetch, and OpenSSL shares them freely.
    nonisolated(unsafe) static let sha1 = unsafe required(EVP_MD_fetch(nil, "SHA1", nil), "SHA1")
    nonisolated(unsafe) static let sha256 = unsafe required(EVP_MD_fetch(nil, "SHA256", nil), "SHA256")
    nonisolated(unsafe) static let sha384 = unsafe required(EVP_MD_fetch(nil, "SHA384", nil), "SHA384")
    nonisolated(unsafe) static let hmac = unsafe required(EVP_MAC_fetch(nil, "HMAC", nil), "HMAC")
    nonisolated(unsafe) static let cmac = unsafe required(EVP_MAC_fetch(nil, "CMAC", nil), "CMAC")
    nonisolated(unsafe) static let aes128CBC = unsafe required(
        EVP_CIPHER_fetch(nil, "AES-128-CBC", nil), "AES-128-CBC")
    nonisolated(unsafe) static let aes128ECB = unsafe required(
        EVP_CIPHER_fetch(nil, "AES-128-ECB", nil), "AES-128-ECB")
    nonisolated(unsafe) static let aes256CBC = unsafe required(
        EVP_CIPHER_fetch(nil, "AES-256-CBC", nil), "AES-256-CBC")
    nonisolated(unsafe) static let aes256ECB = unsafe required(
        EVP_CIPHER_fetch(nil, "AES-256-ECB", nil), "AES-256-ECB")
    nonisolated(unsafe) static let aes256GCM = unsafe required(
        EVP_CIPHER_fetch(nil, "AES-256-GCM", nil), "AES-256-GCM")

    /// A key with the curve and nothing else, for copies.
    nonisolated(unsafe) static let p256 = unsafe required(COpenSSL_curveP256(), "P-256")

    private static func required(_ algorithm: OpaquePointer?, _ name: String) -> OpaquePointer {
        guard let algorithm = unsafe algorithm else {
            preconditionFailure("this OpenSSL offers no \(name): \(ErrorQueue.drain())")
        }
        return unsafe algorithm
    }
}
