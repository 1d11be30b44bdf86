internal import Bytes
internal import Failover

extension Order {
    /// `freeze`, `force` or `release`: also what an operator's command is called.
    var name: String {
        switch self {
        case .freeze: "freeze"
        case .force: "force"
        case .release: "release"
        }
    }
}

extension JSONWriter {
    /// As members of the object at hand.
    mutating func members(of order: Order) {
        member("order", order.name)
        guard case .force(let region, let evenIfDead) = order else { return }
        member("region", region.rawValue)
        member("evenIfDead", evenIfDead)
    }

    mutating func members(of override: Override) {
        members(of: override.order)
        member("counter", override.version.counter)
        member("vantage", override.version.vantage)
    }
}

extension JSONObject {
    func order() throws(JSONError) -> Order {
        switch try string("order") {
        case "freeze": return .freeze
        case "release": return .release
        case "force": return .force(try region("region"), evenIfDead: try flag("evenIfDead"))
        default: throw .unexpected(member: "order", expected: "freeze, force or release")
        }
    }

    func override() throws(JSONError) -> Override {
        let counter = try number("counter", in: 0...Int64(OverrideVersion.counterMax))
        let vantage = try word("vantage", { $0.utf8.count <= VantageLimits.nameBytes ? $0 : nil }, "a vantage's name")
        return Override(try order(), version: OverrideVersion(counter: UInt64(counter), vantage: vantage))
    }
}
