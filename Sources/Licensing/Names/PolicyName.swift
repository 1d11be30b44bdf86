/// Which policy a token asks for, per key.
package struct PolicyName: Hashable, Sendable, CustomStringConvertible {
    package let description: String

    package init(_ text: some StringProtocol) throws(InvalidName) {
        description = try NameRule.check(text, "a policy name", lengthMax: LicensingLimits.siteNameLengthMax)
    }
}
