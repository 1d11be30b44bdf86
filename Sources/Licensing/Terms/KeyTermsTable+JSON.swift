internal import Bytes

extension KeyTermsTable {
    /// From the members of a policy document, which has been searched for strangers.
    init(_ document: JSONMembers) throws(JSONError) {
        everyKey = try document.object("keys").map(KeyTerms.init)
        byTrack = try document.terms("tracks", TrackType.list, TrackType.init(word:))
        byKeyID = try document.terms("keyIDs", "key IDs, each once") { $0.utf8.count == 36 ? try? KeyID($0) : nil }
    }

    /// As members of a policy document.
    func write(to json: inout JSONWriter) {
        if let everyKey { json.member("keys") { everyKey.write(to: &$0) } }
        write("tracks", byTrack.map { ($0.key.word, $0.value) }, to: &json)
        write("keyIDs", byKeyID.map { ($0.key.description, $0.value) }, to: &json)
    }

    private func write(_ member: String, _ entries: [(name: String, terms: KeyTerms)], to json: inout JSONWriter) {
        guard !entries.isEmpty else { return }
        json.member(member) { json in
            json.object { json in
                for entry in entries.sorted(by: { $0.name < $1.name }) {
                    json.member(entry.name) { entry.terms.write(to: &$0) }
                }
            }
        }
    }
}

extension JSONMembers {
    /// Terms by what they are for.
    fileprivate func terms<Key: Hashable>(
        _ member: StaticString, _ expected: String, _ read: (String) -> Key?
    ) throws(JSONError) -> [Key: KeyTerms] {
        guard let entries = try object(member)?.all else { return [:] }
        guard entries.count <= LicensingLimits.tokenKeysMax else {
            throw .unexpected(member: "\(member)", expected: "at most \(LicensingLimits.tokenKeysMax) entries")
        }
        var table: [Key: KeyTerms] = [:]
        for (name, value) in entries {
            // Two spellings of one key ID could say two things, and then the laxer might win.
            guard let key = read(name), table[key] == nil, let terms = value.object else {
                throw .unexpected(member: "\(member)", expected: expected)
            }
            table[key] = try KeyTerms(terms)
        }
        return table
    }
}
