package import Bytes
internal import Cryptography

/// Gives device keys, by a rule of our own invention.
///
/// A stand-in for the derivation that Apple gives to licensees alone: no device knows this one, and it resembles none.
/// `Tests/Peers/fairplay_helper.py` knows the same.
package enum InventedDerivation {
    package static func deviceKey(r2: [UInt8]) -> Secret {
        Secret(copying: SHA256.digest(Array("an invented derivation".utf8) + r2).prefix(16))
    }
}
