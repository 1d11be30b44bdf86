internal import Bytes
internal import Failover

extension Verdict {
    /// `healthy`, `unhealthy` or `unreachable`: also a word in metrics and notices.
    var name: String {
        switch self {
        case .healthy: "healthy"
        case .unhealthy: "unhealthy"
        case .unreachable: "unreachable"
        }
    }

    /// Nil when there is nothing to explain.
    var reason: String? {
        switch self {
        case .healthy: nil
        case .unhealthy(let reason): reason.rawValue
        case .unreachable(let reason): reason.rawValue
        }
    }
}

extension JSONWriter {
    /// As a member for each region.
    mutating func members(of verdicts: PerRegion<Verdict>) {
        for region in RegionChoice.allCases {
            member(region.rawValue) { $0.object { $0.members(of: verdicts[region]) } }
        }
    }

    /// As two members of the object at hand.
    mutating func members(of verdict: Verdict) {
        member("verdict", verdict.name)
        if let reason = verdict.reason { member("reason", reason) }
    }
}

extension JSONObject {
    func verdicts() throws(JSONError) -> PerRegion<Verdict> {
        guard let main = try object("main"), let backup = try object("backup") else {
            throw .unexpected(member: "main", expected: "a verdict, and one for backup")
        }
        return PerRegion(main: try main.verdict(), backup: try backup.verdict())
    }

    func verdict() throws(JSONError) -> Verdict {
        switch try string("verdict") {
        case "healthy": return .healthy
        case "unhealthy": return .unhealthy(try word("reason", UnhealthyReason.init(rawValue:), "a known reason"))
        case "unreachable": return .unreachable(try word("reason", UnreachableReason.init(rawValue:), "a known reason"))
        default: throw .unexpected(member: "verdict", expected: "healthy, unhealthy or unreachable")
        }
    }

    func region(_ name: String) throws(JSONError) -> RegionChoice {
        try word(name, RegionChoice.init(rawValue:), "main or backup")
    }

    /// A member that must be there and be one of a few words.
    func word<Value>(
        _ name: String, _ parse: (String) -> Value?, _ expected: String
    ) throws(JSONError) -> Value {
        guard let value = try string(name).flatMap(parse) else { throw .unexpected(member: name, expected: expected) }
        return value
    }

    /// A member that must be there and be a whole number in a range.
    func number(_ name: String, in range: ClosedRange<Int64>) throws(JSONError) -> Int64 {
        guard let value = try integer(name), range.contains(value) else {
            throw .unexpected(member: name, expected: "a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    func flag(_ name: String) throws(JSONError) -> Bool {
        guard case .boolean(let value)? = members[name] else {
            throw .unexpected(member: name, expected: "true or false")
        }
        return value
    }
}
