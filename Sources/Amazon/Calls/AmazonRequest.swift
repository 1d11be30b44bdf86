package import HTTPWire

/// One call before it is signed and sent.
package struct AmazonRequest: Sendable {
    package let method: RequestMethod
    /// Percent-encoded, below the endpoint.
    package let path: String
    /// Not encoded yet.
    package let query: [(String, String)]
    package let fields: [Field]
    package let body: [UInt8]

    package init(
        method: RequestMethod, path: String, query: [(String, String)] = [], fields: [Field] = [], body: [UInt8] = []
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.fields = fields
        self.body = body
    }
}
