/// The header fields of one request: one array of bytes, and ranges into it.
///
/// Names are lower case. No field becomes a `String` before somebody asks for it.
package struct FieldSection: Sendable {
    /// Where one field's name and value lie in `bytes`; a section is far smaller than 4 GiB.
    private struct Place {
        let nameStart: UInt32
        let nameEnd: UInt32
        let valueStart: UInt32
        let valueEnd: UInt32

        var name: Range<Int> { Int(nameStart)..<Int(nameEnd) }
        var value: Range<Int> { Int(valueStart)..<Int(valueEnd) }
    }

    /// May hold more than the fields: the request line lies here too.
    private var bytes: [UInt8] = []
    private var places: [Place] = []

    package init() {}

    package var count: Int { places.count }
    package var isEmpty: Bool { places.isEmpty }

    /// The value of the first field of that name; `name` must be lower case.
    package func first(_ name: String) -> String? {
        bytes(of: name).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The values of all fields of that name, in the order they came.
    package func all(_ name: String) -> [String] {
        places.filter { matches($0, name) }.map { String(decoding: bytes[$0.value], as: UTF8.self) }
    }

    /// The first value of that name as it stands on the wire, without a copy.
    package func bytes(of name: String) -> ArraySlice<UInt8>? {
        for place in places where matches(place, name) { return bytes[place.value] }
        return nil
    }

    package func contains(_ name: String) -> Bool { places.contains { matches($0, name) } }

    /// How many fields have that name.
    package func count(of name: String) -> Int {
        var count = 0
        for place in places where matches(place, name) { count += 1 }
        return count
    }

    package func name(at index: Int) -> String { String(decoding: bytes[places[index].name], as: UTF8.self) }
    package func value(at index: Int) -> String { String(decoding: bytes[places[index].value], as: UTF8.self) }

    private func matches(_ place: Place, _ name: String) -> Bool {
        let wanted = name.utf8
        guard Int(place.nameEnd - place.nameStart) == wanted.count else { return false }
        var index = Int(place.nameStart)
        for byte in wanted {
            guard bytes[index] == byte else { return false }
            index += 1
        }
        return true
    }
}

// How the parsers fill a section.
extension FieldSection {
    /// A section whose places are known before its bytes are at rest (HTTP/1.1).
    mutating func notePlace(name: Range<Int>, value: Range<Int>) {
        places.append(
            Place(
                nameStart: UInt32(clamping: name.lowerBound), nameEnd: UInt32(clamping: name.upperBound),
                valueStart: UInt32(clamping: value.lowerBound), valueEnd: UInt32(clamping: value.upperBound)))
    }

    /// Puts the bytes under the places noted so far.
    mutating func settle(on bytes: [UInt8]) { self.bytes = bytes }

    /// Adds one field and its bytes (HTTP/2, where names are lower case already: RFC 9113 §8.2).
    mutating func append(name: Span<UInt8>, value: Span<UInt8>) {
        let start = bytes.count
        unsafe name.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
        unsafe value.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
        notePlace(name: start..<start + name.count, value: start + name.count..<bytes.count)
    }

    /// The values of all fields of that name, as they stand on the wire.
    func allBytes(of name: String) -> [ArraySlice<UInt8>] {
        var values: [ArraySlice<UInt8>] = []
        for place in places where matches(place, name) { values.append(bytes[place.value]) }
        return values
    }
}
