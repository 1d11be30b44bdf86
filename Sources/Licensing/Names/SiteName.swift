/// Whose content: the tenant that keys, tokens and packagers belong to.
package struct SiteName: Hashable, Sendable, CustomStringConvertible {
    package let description: String

    package init(_ text: some StringProtocol) throws(InvalidName) {
        description = try NameRule.check(text, "a site name", lengthMax: LicensingLimits.siteNameLengthMax)
    }
}
