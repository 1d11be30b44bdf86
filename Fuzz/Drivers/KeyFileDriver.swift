import Bytes
import DRMSystems
import Licensing

/// A file of key material as operators make them: PlayReady's keys, its list of revoked devices, a ring of secrets.
///
/// Whatever is read is what it was written for: spelled in another way it is the same.
func feedKeyFile(_ input: [UInt8]) throws(BrokenPromise) -> Reading {
    var reading = Reading.refused
    for count in [32, 64] {
        guard let bytes = PlayReadyKeyFile.bytes(in: input, count: count) else { continue }
        reading = .read
        try promise(bytes.count == count, "a key has its length")
        for text in [Hex.encode(bytes), Base64.standard.encode(bytes) + "\n"] {
            let again = PlayReadyKeyFile.bytes(in: Array(text.utf8), count: count)
            try promise(again == bytes, "a key is the same in each spelling")
        }
    }
    if let digests = PlayReadyKeyFile.digests(in: input) {
        if !digests.isEmpty { reading = .read }
        let lines = digests.map { "\(Hex.encode($0)) \r\n# revoked" }.joined(separator: "\n")
        try promise(PlayReadyKeyFile.digests(in: Array(lines.utf8)) == digests, "a list names the same devices again")
    }
    if let ring = try? KeyRing(parsing: input) {
        reading = .read
        try check(ring)
    }
    return reading
}

private func check(_ ring: KeyRing) throws(BrokenPromise) {
    let lines = ring.keys.map { key in
        "\(key.version): " + key.secret.withBytes { Base64.standard.encode([UInt8](copying: $0)) }
    }
    let again = try? KeyRing(parsing: Array(lines.joined(separator: "\n").utf8))
    try promise(again?.spelled == ring.spelled, "a ring that was read and written is the same")
    try promise(ring.keys.contains { $0.version == ring.current.version }, "the current key is one of the ring's")
}

extension KeyRing {
    fileprivate var spelled: [String] {
        keys.map { key in "\(key.version)" + key.secret.withBytes { Hex.encode([UInt8](copying: $0)) } }
    }
}
