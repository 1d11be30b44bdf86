/// What a vantage says of itself at `/status`.
package struct VantageStatus: Decodable, Equatable, Sendable {
    /// Where it holds that the name should point: `main` or `backup`.
    package var active: String
}
