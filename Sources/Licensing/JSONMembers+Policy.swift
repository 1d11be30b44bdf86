internal import Bytes

/// One of a closed list, as documents spell it.
protocol DocumentWord: CaseIterable, Hashable {
    var word: String { get }
}

extension DocumentWord {
    init?(word: String) {
        guard let found = Self.allCases.first(where: { $0.word == word }) else { return nil }
        self = found
    }

    /// The spellings, for an error message.
    static var list: String { "one of " + allCases.map(\.word).joined(separator: ", ") }
}

extension JSONMembers {
    func word<Word: DocumentWord>(_ member: StaticString, _: Word.Type) throws(JSONError) -> Word? {
        guard let text = try string(member) else { return nil }
        guard let word = Word(word: text) else { throw .unexpected(member: "\(member)", expected: Word.list) }
        return word
    }

    /// A list of words that names at least one; naming one twice says no more.
    func set<Word: DocumentWord>(
        _ member: StaticString, of: Word.Type, _ kind: String
    ) throws(JSONError) -> Set<Word>? {
        guard let elements = try array(member) else { return nil }
        var words: Set<Word> = []
        for element in elements {
            guard let text = element.string, let word = Word(word: text) else {
                throw .unexpected(member: "\(member)", expected: Word.list)
            }
            words.insert(word)
        }
        guard !words.isEmpty else { throw .unexpected(member: "\(member)", expected: "at least one \(kind)") }
        return words
    }

    /// A whole number from 1 to `max`.
    func count(_ member: StaticString, max: Int) throws(JSONError) -> Int? {
        guard let number = try integer(member) else { return nil }
        guard let count = Int(exactly: number), 1...max ~= count else {
            throw .unexpected(member: "\(member)", expected: "1 to \(max)")
        }
        return count
    }

    /// A GUID in the order in which people read it.
    func guid(_ member: StaticString) throws(JSONError) -> UInt128? {
        guard let item = item(member) else { return nil }
        return try item.guid(in: member)
    }
}

extension JSONItem {
    func guid(in member: StaticString) throws(JSONError) -> UInt128 {
        guard let text = string, text.utf8.count == 36, let guid = try? KeyID(text) else {
            throw .unexpected(member: "\(member)", expected: "a GUID")
        }
        return guid.value
    }
}

extension JSONWriter {
    /// In the order of the cases, so that equal sets are equal bytes.
    mutating func member<Word: DocumentWord>(_ name: String, _ words: Set<Word>) {
        let spellings = Word.allCases.filter(words.contains).map(\.word)
        member(name) { json in json.array { json in spellings.forEach { json.string($0) } } }
    }
}
