internal import Bytes
internal import Cryptography

/// The hash that each record hands to the next: SHA-256 over the previous hash and the record.
struct HashChain {
    private let digest: ChainedDigest

    /// - Parameter hash: 32 bytes.
    init(after hash: [UInt8]) { digest = ChainedDigest(after: hash) }

    var hash: [UInt8] { digest.hash }

    func add(_ record: Span<UInt8>) { digest.add(record) }
}
