/// Which title: chosen by the packager, unique within its site.
package struct ContentName: Hashable, Sendable, CustomStringConvertible {
    package let description: String

    package init(_ text: some StringProtocol) throws(InvalidName) {
        description = try NameRule.check(text, "a content name", lengthMax: LicensingLimits.contentNameLengthMax)
    }
}
