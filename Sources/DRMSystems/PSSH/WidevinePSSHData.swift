package import Bytes
package import Licensing

/// What Widevine's `pssh` box holds: the protobuf message `WidevinePsshData`, the fields that packagers write.
package struct WidevinePSSHData: Equatable, Sendable {
    package var keyIDs: [KeyID]
    /// The packager's own bytes for the content, empty when there are none.
    package var contentID: [UInt8]
    package var scheme: EncryptionScheme
    package var period: CryptoPeriod?

    package init(keyIDs: [KeyID], contentID: [UInt8], scheme: EncryptionScheme, period: CryptoPeriod? = nil) {
        self.keyIDs = keyIDs
        self.contentID = contentID
        self.scheme = scheme
        self.period = period
    }

    /// The message, its fields in the order of their numbers.
    package var bytes: [UInt8] {
        var message = ProtobufWriter()
        for keyID in keyIDs { message.append(2, bytes: keyID.bytes) }
        if !contentID.isEmpty { message.append(4, bytes: contentID) }
        if let period { message.append(7, integer: UInt64(period.index)) }
        message.append(9, integer: UInt64(scheme.fourCharacterCode))
        return message.bytes
    }
}
