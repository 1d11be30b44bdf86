/// The kinds of record that Evergrant asks for; raw values are RFC 1035 §3.2.2's and RFC 3596's.
package enum NameRecordType: UInt16, Sendable, CaseIterable {
    case a = 1
    case cname = 5
    case txt = 16
    case aaaa = 28
}

/// One record of an answer.
package struct NameRecord: Equatable, Sendable {
    /// Whose record it is, in lower case and without the dot at the end.
    package let owner: String
    package let type: NameRecordType
    package let timeToLiveSeconds: UInt32
    /// An address in numbers, a name as `owner` is written, or the text of a TXT record, its strings joined.
    package let value: String

    package init(owner: String, type: NameRecordType, timeToLiveSeconds: UInt32, value: String) {
        self.owner = owner
        self.type = type
        self.timeToLiveSeconds = timeToLiveSeconds
        self.value = value
    }
}

/// What a name server said, be it good or bad.
package struct NameAnswer: Equatable, Sendable {
    /// RFC 1035 §4.1.1, RFC 2136 §2.2.
    package enum Code: Equatable, Sendable {
        case noError, serverFailure, noSuchName, refused
        case other(Int)

        init(_ number: Int) {
            self =
                switch number {
                case 0: .noError
                case 2: .serverFailure
                case 3: .noSuchName
                case 5: .refused
                default: .other(number)
                }
        }
    }

    package let code: Code
    /// Whether the server speaks for the zone, rather than from a cache.
    package let isAuthoritative: Bool
    /// Records of the kinds we know, in the server's order, a chain of aliases included.
    package let records: [NameRecord]

    package init(code: Code, isAuthoritative: Bool, records: [NameRecord]) {
        self.code = code
        self.isAuthoritative = isAuthoritative
        self.records = records
    }

    /// The values of one kind.
    package func values(_ type: NameRecordType) -> [String] { records.filter { $0.type == type }.map(\.value) }
}
