/// Which key signed a token: the `kid` of its header (RFC 7515 §4.1.4), unique in the deployment.
package struct TokenKeyName: Hashable, Sendable, CustomStringConvertible {
    package let description: String

    package init(_ text: some StringProtocol) throws(InvalidName) {
        description = try NameRule.check(text, "a token key name", lengthMax: LicensingLimits.siteNameLengthMax)
    }
}
