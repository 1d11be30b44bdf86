internal import YAML

/// Reads one mapping of a configuration file strictly: every key is asked for by name, and one nobody asked for is an
/// error.
///
/// Each scalar can be overridden by the environment: `database.port` by `EVERGRANT_DATABASE_PORT`, camel case included
/// (`keyEncryptionKeyFile` by `EVERGRANT_KEY_ENCRYPTION_KEY_FILE`). A misspelt key is refused, not ignored: an operator
/// who wrote a limit believes that it holds.
package struct SettingsReader {
    private let node: YAMLNode?
    private let path: [String]
    private let environment: [String: String]
    private var asked: Set<String> = []

    /// - Parameter text: YAML, or JSON, which is a part of it.
    package init(text: String, environment: [String: String]) throws(ConfigurationError) {
        do throws(YAMLFailure) {
            node = try YAMLNode.reading(text)
        } catch {
            throw ConfigurationError("", "not valid YAML: \(error)")
        }
        path = []
        self.environment = environment
        guard node == nil || node?.mapping != nil else { throw ConfigurationError("", "must be a mapping of keys") }
    }

    private init(node: YAMLNode?, path: [String], environment: [String: String]) {
        self.node = node
        self.path = path
        self.environment = environment
    }

    /// A setting that need not be there.
    package mutating func optional<Value>(_ key: String, _ parse: (String) -> Value?, _ wanted: String)
        throws(ConfigurationError) -> Value?
    {
        asked.insert(key)
        guard let text = try text(of: key) else { return nil }
        guard let value = parse(text) else { throw error(key, "must be \(wanted), not ‘\(text)’") }
        return value
    }

    package mutating func string(_ key: String) throws(ConfigurationError) -> String {
        guard let value = try optionalString(key) else { throw error(key, "is missing") }
        return value
    }

    package mutating func optionalString(_ key: String) throws(ConfigurationError) -> String? {
        try optional(key, { $0.isEmpty ? nil : $0 }, "some text")
    }

    package mutating func integer(_ key: String, in range: ClosedRange<Int>, default value: Int)
        throws(ConfigurationError)
        -> Int
    {
        let wanted = "a whole number from \(range.lowerBound) to \(range.upperBound)"
        return try optional(key, { Int($0).flatMap { range.contains($0) ? $0 : nil } }, wanted) ?? value
    }

    /// A time in seconds, fractions allowed; the unit stands in the key's name.
    package mutating func seconds(
        _ key: String, in range: ClosedRange<Double>, default value: Duration
    ) throws(ConfigurationError) -> Duration {
        let wanted = "a number of seconds from \(range.lowerBound) to \(range.upperBound)"
        let read = try optional(key, { Double($0).flatMap { range.contains($0) ? $0 : nil } }, wanted)
        return read.map { .milliseconds(Int64($0 * 1000)) } ?? value
    }

    /// A list of texts, or one text with commas in between, which is how the environment has it.
    package mutating func strings(_ key: String) throws(ConfigurationError) -> [String] {
        asked.insert(key)
        if environment[variable(for: path + [key])] == nil, let elements = node?[key]?.sequence {
            let texts = elements.compactMap(\.scalar)
            guard texts.count == elements.count else { throw error(key, "must be a list of single values") }
            return texts
        }
        return try text(of: key)?.split(separator: ",").map { $0.trimmed } ?? []
    }

    /// A nested mapping; nil when neither the file nor the environment has any of it.
    package mutating func optionalSection(_ key: String) throws(ConfigurationError) -> SettingsReader? {
        asked.insert(key)
        let child = node?[key]
        guard child == nil || child?.mapping != nil else { throw error(key, "must be a mapping of keys") }
        let prefix = variable(for: path + [key]) + "_"
        guard child != nil || environment.keys.contains(where: { $0.hasPrefix(prefix) }) else { return nil }
        return SettingsReader(node: child, path: path + [key], environment: environment)
    }

    /// A nested mapping, empty when it is not there.
    package mutating func section(_ key: String) throws(ConfigurationError) -> SettingsReader {
        try optionalSection(key) ?? SettingsReader(node: nil, path: path + [key], environment: environment)
    }

    /// A list of mappings.
    package mutating func sections(_ key: String) throws(ConfigurationError) -> [SettingsReader] {
        asked.insert(key)
        guard let child = node?[key] else { return [] }
        guard let sequence = child.sequence else { throw error(key, "must be a list") }
        return sequence.enumerated().map { index, node in
            SettingsReader(node: node, path: path + [key, String(index)], environment: environment)
        }
    }

    /// Every key of the file has been asked for.
    package func finish() throws(ConfigurationError) {
        for entry in node?.mapping ?? [] where !asked.contains(entry.key) {
            throw error(entry.key, "is not a setting of Evergrant here")
        }
    }

    package func error(_ key: String, _ problem: String) -> ConfigurationError {
        ConfigurationError((path + [key]).joined(separator: "."), problem)
    }

    private func text(of key: String) throws(ConfigurationError) -> String? {
        if let value = environment[variable(for: path + [key])] { return value }
        guard let child = node?[key] else { return nil }
        guard let text = child.scalar else { throw error(key, "must be a single value") }
        return text
    }

    private func variable(for path: [String]) -> String {
        (["EVERGRANT"] + path.map(Self.snakeCase)).joined(separator: "_")
    }

    private static func snakeCase(_ key: String) -> String {
        var name: [UInt8] = []
        for byte in key.utf8 {
            let isUpper = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
            let isLower = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
            if isUpper { name.append(UInt8(ascii: "_")) }
            name.append(isLower ? byte - 0x20 : byte)
        }
        return String(decoding: name, as: UTF8.self)
    }
}

extension Substring {
    fileprivate var trimmed: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
