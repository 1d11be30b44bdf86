/// A whole response, as it came.
package struct WireResponse: Sendable {
    package let status: Int
    package let version: HTTPVersion
    package let fields: FieldSection
    package let body: [UInt8]
}
