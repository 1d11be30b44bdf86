/// The routes of a listener with their endpoints: a table to read, not a program to run.
package struct Router<Endpoint: Sendable>: Sendable {
    package let routes: [Route<Endpoint>]
    package let table: RouteTable

    /// - Parameter bodyBytesMin: What any request may bring, in bytes.
    package init(_ routes: [Route<Endpoint>], bodyBytesMin: Int = 0) {
        self.routes = routes
        table = RouteTable(routes, bodyBytesMin: bodyBytesMin)
    }
}
