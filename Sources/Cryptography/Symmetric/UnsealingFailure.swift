/// Why a sealed message stayed closed.
package enum UnsealingFailure: Error, Equatable, Sendable {
    /// Another key, nonce or associated data, or altered bytes: which one is not told, for nobody can know.
    case notAuthentic
    /// OpenSSL or the arguments made opening impossible; says nothing about the message.
    case impossible(CryptographyFailure)
}
