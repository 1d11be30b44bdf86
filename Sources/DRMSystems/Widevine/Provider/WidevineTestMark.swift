internal import Cryptography

/// How keys of the test kit are told from those that a vendor issued.
///
/// The mark is in the key itself: a root of the kit has a public exponent that spells "EgTest!", and so no copy,
/// conversion or renamed file can lose it. Its certificates have serial numbers that begin so.
package enum WidevineTestMark {
    package static let exponent: UInt64 = 0x45_6754_6573_7421
    package static let serialPrefix = Array("EgTest!".utf8)

    static func stands(on key: RSAPublicKey) -> Bool { key.exponent == exponent }

    static func stands(on certificate: WidevineCertificate) -> Bool { certificate.serial.starts(with: serialPrefix) }
}
