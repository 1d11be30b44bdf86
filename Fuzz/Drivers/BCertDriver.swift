import Bytes
import Cryptography
import DRMSystems

/// A chain of PlayReady certificates: read and written it is the same, and nobody's root has signed it.
func feedBCert(_ input: [UInt8]) throws(BrokenPromise) -> Reading {
    guard let chain = try? BCertChain(parsing: input) else { return .refused }
    try promise((try? BCertChain(parsing: chain.bytes)) == chain, "a chain that was read and written is the same")
    guard let root = PlayReadyFuzzing.shared?.kit.root.publicPoint else { return .refused }
    let trust = BCertTrust(root: root, allowsTestKeys: true)
    let isGood = (try? chain.check(trust, at: Timestamp(seconds: 1_800_000_000))) != nil
    try promise(!isGood, "no chain is good under a root that signed none")
    return .read
}
