/// All records of one name and type, as Route 53 replaces them: together.
package struct RecordSet: Equatable, Sendable {
    package enum Kind: String, Sendable {
        case cname = "CNAME"
        case txt = "TXT"
    }

    /// Lower case, with the final dot.
    package let name: String
    package let kind: Kind
    package let ttlSeconds: Int
    /// As Route 53 spells them: a TXT value stands in double quotes.
    package let values: [String]

    package init(name: String, kind: Kind, ttlSeconds: Int, values: [String]) {
        let lower = name.lowercased()
        self.name = lower.hasSuffix(".") ? lower : lower + "."
        self.kind = kind
        self.ttlSeconds = ttlSeconds
        self.values = values
    }

    /// Reads an element of `ListResourceRecordSets`; nil for types, aliases and routing policies that are not ours.
    init?(_ element: XMLElement) {
        guard let name = element["Name"]?.text, let kind = element["Type"].flatMap({ Kind(rawValue: $0.text) }),
            let ttl = element["TTL"].flatMap({ Int($0.text) }), element["SetIdentifier"] == nil
        else { return nil }
        let values = element["ResourceRecords"]?.all("ResourceRecord").compactMap { $0["Value"]?.text } ?? []
        self.init(name: name, kind: kind, ttlSeconds: ttl, values: values)
    }

    var xml: String {
        let records = values.map { "<ResourceRecord><Value>\(XMLText.escape($0))</Value></ResourceRecord>" }.joined()
        return "<ResourceRecordSet><Name>\(XMLText.escape(name))</Name><Type>\(kind.rawValue)</Type>"
            + "<TTL>\(ttlSeconds)</TTL><ResourceRecords>\(records)</ResourceRecords></ResourceRecordSet>"
    }
}

/// One step of a batch; a batch is done whole or not at all.
package enum RecordChange: Equatable, Sendable {
    /// Refused unless the record set is exactly this one, TTL and values included.
    case delete(RecordSet)
    /// Refused when there is one of that name and type.
    case create(RecordSet)
    /// Whatever was there before.
    case upsert(RecordSet)

    var xml: String {
        let (action, set) =
            switch self {
            case .delete(let set): ("DELETE", set)
            case .create(let set): ("CREATE", set)
            case .upsert(let set): ("UPSERT", set)
            }
        return "<Change><Action>\(action)</Action>\(set.xml)</Change>"
    }
}
