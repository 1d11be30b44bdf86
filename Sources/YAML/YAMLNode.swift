/// What stands in a YAML file, which JSON is a part of: texts, lists and mappings.
///
/// A scalar is a text, whatever YAML 1.1 would make of it (`no` is not false here): who asks for it knows what it is.
package indirect enum YAMLNode: Equatable, Sendable {
    case scalar(String)
    case sequence([YAMLNode])
    /// In the file's order; no key comes twice.
    case mapping([Entry])

    package struct Entry: Equatable, Sendable {
        package let key: String
        package let value: YAMLNode
    }

    package var scalar: String? { if case .scalar(let text) = self { text } else { nil } }
    package var sequence: [YAMLNode]? { if case .sequence(let nodes) = self { nodes } else { nil } }
    package var mapping: [Entry]? { if case .mapping(let entries) = self { entries } else { nil } }

    /// The value of a mapping's key; nil in anything else.
    package subscript(key: String) -> YAMLNode? { mapping?.first { $0.key == key }?.value }
}
