internal import CLibYAML

/// One piece of a YAML text.
enum YAMLEvent {
    case scalar(String)
    case startOfSequence, endOfSequence
    case startOfMapping, endOfMapping
    case alias
    /// Where a document or the stream starts or ends.
    case border(isEndOfStream: Bool)
}

/// A YAML text, piece by piece, as LibYAML reads it.
@safe struct YAMLEvents: ~Copyable {
    // Both owned. LibYAML keeps the address of the text and does not copy it.
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let text: UnsafeMutableBufferPointer<UInt8>
    /// Where the event that was read last begins, counted from 1.
    private(set) var line = 1

    init(_ text: String) {
        unsafe self.text = UnsafeMutableBufferPointer.allocate(capacity: text.utf8.count)
        _ = unsafe self.text.initialize(from: text.utf8)
        unsafe parser = UnsafeMutablePointer.allocate(capacity: 1)
        unsafe parser.initialize(to: yaml_parser_t())
        precondition(unsafe yaml_parser_initialize(parser) == 1, "out of memory")
        unsafe yaml_parser_set_input_string(parser, self.text.baseAddress, self.text.count)
        unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    }

    deinit {
        unsafe yaml_parser_delete(parser)
        unsafe parser.deallocate()
        unsafe text.deallocate()
    }

    mutating func next() throws(YAMLFailure) -> YAMLEvent {
        var event = unsafe yaml_event_t()
        guard unsafe yaml_parser_parse(parser, &event) == 1 else { throw failure() }
        defer { unsafe yaml_event_delete(&event) }
        line = unsafe event.start_mark.line + 1
        return switch unsafe event.type {
        case YAML_SCALAR_EVENT: .scalar(unsafe Self.text(of: event))
        case YAML_SEQUENCE_START_EVENT: .startOfSequence
        case YAML_SEQUENCE_END_EVENT: .endOfSequence
        case YAML_MAPPING_START_EVENT: .startOfMapping
        case YAML_MAPPING_END_EVENT: .endOfMapping
        case YAML_ALIAS_EVENT: .alias
        case let border: .border(isEndOfStream: border == YAML_STREAM_END_EVENT || border == YAML_NO_EVENT)
        }
    }

    private static func text(of event: yaml_event_t) -> String {
        let scalar = unsafe event.data.scalar
        return unsafe String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
    }

    private func failure() -> YAMLFailure {
        let problem = unsafe parser.pointee.problem.map { unsafe String(cString: $0) } ?? "not readable"
        let line = unsafe max(parser.pointee.problem_mark.line, parser.pointee.mark.line) + 1
        return YAMLFailure(line: line, problem: problem)
    }
}
