internal import Bytes
internal import Cryptography

/// The hash that each record hands to the next: SHA-256 over the previous hash and the record.
struct HashChain: Equatable, Sendable {
    private(set) var hash: [UInt8]
    private var input: [UInt8] = []

    init(after hash: [UInt8]) { self.hash = hash }

    mutating func add(_ record: Span<UInt8>) {
        input.removeAll(keepingCapacity: true)
        input.append(contentsOf: hash)
        input.append(copying: record)
        hash = SHA256.digest(input)
    }

    static func == (a: HashChain, b: HashChain) -> Bool { a.hash == b.hash }
}
