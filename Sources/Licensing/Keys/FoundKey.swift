/// A content key with its owners, as looked up for a license request.
package struct FoundKey: Sendable {
    package let site: SiteName
    package let content: ContentName
    package let key: ContentKey

    package init(site: SiteName, content: ContentName, key: ContentKey) {
        self.site = site
        self.content = content
        self.key = key
    }
}
