/// Which request on a connection an answer belongs to.
///
/// HTTP/2 has its own numbers; in HTTP/1.1 requests are counted from 1.
package struct StreamID: Hashable, Sendable {
    package let number: Int64

    package init(_ number: Int64) { self.number = number }
}

extension StreamID: CustomStringConvertible {
    package var description: String { String(number) }
}
