extension YAMLNode {
    /// Lists in lists in mappings, at most; nothing an operator writes comes near.
    static let depthMax = 32

    /// Reads a text that has one document or none, which gives nil.
    ///
    /// Refused, besides what is not YAML: a second document, a key that comes twice or is no text, and aliases, with
    /// which ten lines can stand for a billion.
    package static func reading(_ text: String) throws(YAMLFailure) -> YAMLNode? {
        var events = YAMLEvents(text)
        var root: YAMLNode?
        while true {
            let event = try events.next()
            switch event {
            case .border(isEndOfStream: true): return root
            case .border: continue
            default:
                guard root == nil else { throw events.refused("a second document") }
                root = try node(event, from: &events, depth: 0)
            }
        }
    }

    private static func node(
        _ event: YAMLEvent, from events: inout YAMLEvents, depth: Int
    ) throws(YAMLFailure) -> YAMLNode {
        guard depth < depthMax else { throw events.refused("nested deeper than \(depthMax)") }
        switch event {
        case .scalar(let text): return .scalar(text)
        case .startOfSequence: return .sequence(try sequence(from: &events, depth: depth))
        case .startOfMapping: return .mapping(try mapping(from: &events, depth: depth))
        case .alias: throw events.refused("an alias")
        case .endOfSequence, .endOfMapping, .border: throw events.refused("an end without a start")
        }
    }

    private static func sequence(from events: inout YAMLEvents, depth: Int) throws(YAMLFailure) -> [YAMLNode] {
        var nodes: [YAMLNode] = []
        while true {
            let event = try events.next()
            if case .endOfSequence = event { return nodes }
            nodes.append(try node(event, from: &events, depth: depth + 1))
        }
    }

    private static func mapping(from events: inout YAMLEvents, depth: Int) throws(YAMLFailure) -> [Entry] {
        var entries: [Entry] = []
        var keys: Set<String> = []
        while true {
            let event = try events.next()
            if case .endOfMapping = event { return entries }
            guard case .scalar(let key) = event else { throw events.refused("a key that is no text") }
            guard keys.insert(key).inserted else { throw events.refused("‘\(key)’ a second time") }
            let value = try events.next()
            entries.append(Entry(key: key, value: try node(value, from: &events, depth: depth + 1)))
        }
    }
}

extension YAMLEvents {
    fileprivate func refused(_ what: String) -> YAMLFailure { YAMLFailure(line: line, problem: "\(what) is not read") }
}
