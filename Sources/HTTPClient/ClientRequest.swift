package import HTTPWire

/// What to ask.
package struct ClientRequest: Sendable {
    package var method: RequestMethod
    /// Path and perhaps query; nil asks for the address's own.
    package var path: String?
    /// Without those of the connection, which are left out: `Host` and `Content-Length` say themselves.
    package var fields: [Field]
    package var body: [UInt8]

    package init(method: RequestMethod = .get, path: String? = nil, fields: [Field] = [], body: [UInt8] = []) {
        (self.method, self.path, self.fields, self.body) = (method, path, fields, body)
    }
}
