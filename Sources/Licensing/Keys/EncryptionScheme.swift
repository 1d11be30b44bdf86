/// How samples are encrypted (ISO/IEC 23001-7 §10): AES-CTR whole, or AES-CBC in a pattern.
package enum EncryptionScheme: String, CaseIterable, Sendable {
    case cenc
    case cbcs

    /// The scheme type as the four-character code that `schm` boxes and Widevine's protobuf hold.
    package var fourCharacterCode: UInt32 { rawValue.utf8.reduce(0) { $0 << 8 | UInt32($1) } }
}
