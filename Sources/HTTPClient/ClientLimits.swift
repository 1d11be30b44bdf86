package import HTTPWire

/// A bound for everything that others control while we ask.
package struct ClientLimits: Sendable {
    /// Addresses of a name that are tried, in the resolver's order.
    package var addressesMax = 8
    /// Bytes read at once.
    package var readBytes = 16_384
    package var response = ResponseLimits()
    /// Bytes of a response's body; a longer one is refused.
    package var bodyBytesMax: Int {
        get { response.bodyBytes }
        set { response.bodyBytes = newValue }
    }

    package init() {}

    package init(bodyBytesMax: Int) { self.bodyBytesMax = bodyBytesMax }
}
