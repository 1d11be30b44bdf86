package import HTTPWire

/// What came back.
package struct ClientResponse: Sendable {
    package let status: Int
    package let fields: FieldSection
    package let body: [UInt8]
    package let version: HTTPVersion
    package let timings: ClientTimings
}

/// How long each part took; nil for a part that did not come about, or was not needed.
package struct ClientTimings: Equatable, Sendable {
    /// Nil when the host is an address.
    package var nameLookup: Duration?
    /// TCP alone, over all addresses tried.
    package var connect: Duration?
    /// Nil without TLS.
    package var tls: Duration?
    /// From the first byte of the request to the first of the response.
    package var firstByte: Duration?
    /// From the beginning to the end, whichever it was.
    package var total: Duration?

    package init() {}
}
