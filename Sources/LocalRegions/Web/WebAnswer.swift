package import Foundation

/// What a server answered.
package struct WebAnswer: Sendable {
    package let status: Int
    /// "2", "1.1" or "1".
    package let version: String
    /// Under lowercase names, in the order received.
    package let headers: [String: [String]]
    package let body: Data
    /// From the first byte sent to the last byte read, connecting included.
    package let time: Duration

    package var text: String { String(decoding: body, as: UTF8.self) }

    package func header(_ name: String) -> String? { headers[name.lowercased()]?.first }

    package func decode<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
        do {
            return try JSONDecoder().decode(type, from: body)
        } catch {
            throw LocalRegionsFailure.unexpectedAnswer("\(status) with a body that is no \(type): \(text.prefix(500))")
        }
    }

    /// This answer, or an error that shows it when the status is another than `expected`.
    @discardableResult
    package func expecting(_ expected: Int...) throws -> WebAnswer {
        guard expected.contains(status) else {
            throw LocalRegionsFailure.unexpectedAnswer("\(status) instead of \(expected): \(text.prefix(500))")
        }
        return self
    }

    /// The last part of the problem's type (RFC 9457): `read-only-region` and the like.
    package var problem: String? {
        struct Body: Decodable { let type: String }
        guard header("content-type")?.hasPrefix("application/problem+json") == true else { return nil }
        return (try? decode(Body.self))?.type.split(separator: "/").last.map(String.init)
    }
}
