internal import Bytes

/// A license token as a request brings it: one that was checked lately, or one that is still to be checked.
package enum PresentedToken {
    case known(VerifiedToken)
    /// Apart, so that a token that is known is passed on as one word.
    indirect case new(LicenseToken)

    /// - Parameters:
    ///   - headers: What was read lately; tokens of one key nearly always begin alike.
    ///   - verified: What was checked lately; a player that renews its license shows the same token again.
    package init(
        parsing bytes: Span<UInt8>, knowing headers: TokenHeaders, _ verified: VerifiedTokens
    ) throws(TokenRefusal) {
        if let token = verified.find(bytes) {
            self = .known(token)
        } else {
            self = .new(try LicenseToken(parsing: [UInt8](copying: bytes), knowing: headers))
        }
    }

    /// The `kid`: whoever looks it up in vain answers with `TokenRefusal.unknownKey`.
    package var keyName: TokenKeyName {
        switch self {
        case .known(let token): token.verifier.key.name
        case .new(let token): token.keyName
        }
    }
}
