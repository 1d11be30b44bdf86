/// What a vantage is called and where the others find it.
package struct VantagePlace: Sendable {
    package let name: String
    package let port: UInt16

    package var url: String { "https://127.0.0.1:\(port)" }

    /// The cities that the vantages of a run are named after: none of them is a region's.
    private static let cities = ["busan", "osaka", "singapore", "taipei", "sydney"]

    /// One vantage for each port, in the order of their rank.
    static func places(on ports: some Sequence<UInt16>) -> [VantagePlace] {
        zip(cities, ports).map { VantagePlace(name: $0, port: $1) }
    }
}
