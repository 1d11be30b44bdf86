/// The header fields of one message: bytes that came, and ranges into them.
///
/// The bytes are shared with whoever received them, copy on write: to make a section costs no copy, and to keep one is
/// safe. No field becomes a `String` before somebody asks for it. Names are found and told in lower case, however they
/// were sent.
package struct FieldSection: Sendable {
    struct Place: Sendable {
        let name: Stretch
        let value: Stretch
    }

    /// Hold more than the fields: the request line lies here too, and perhaps other requests.
    private var bytes: [UInt8] = []
    /// Where the head begins in `bytes`, and behind which byte it ends.
    private var base = 0
    private var end = 0
    /// Behind the first `count` there may be some of a section that was here before, kept for their room.
    private var places: [Place] = []
    package private(set) var count = 0
    /// Bit n tells that some name has n bytes, and the last bit that one has more: most names asked for are not there.
    private var nameLengths: UInt32 = 0
    /// Likewise for lengths that two names have: without one, no name comes twice.
    private var repeatedLengths: UInt32 = 0

    package init() {}

    package var isEmpty: Bool { count == 0 }

    /// How many bytes the head takes that the fields lie in.
    var byteCount: Int { end - base }

    /// The first value of that name as it stands on the wire, without a copy.
    package func bytes(of name: FieldName) -> ArraySlice<UInt8>? {
        guard mayHold(name.count), let index = index(of: name, from: 0) else { return nil }
        return value(places[index])
    }

    /// The value of the first field of that name.
    package func first(_ name: FieldName) -> String? {
        bytes(of: name).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The values of all fields of that name, in the order they came.
    package func all(_ name: FieldName) -> [String] { allBytes(of: name).map { String(decoding: $0, as: UTF8.self) } }

    package func contains(_ name: FieldName) -> Bool { mayHold(name.count) && index(of: name, from: 0) != nil }

    /// How many fields have that name.
    package func count(of name: FieldName) -> Int {
        guard mayHold(name.count) else { return 0 }
        var (count, next) = (0, 0)
        while let index = index(of: name, from: next) { (count, next) = (count + 1, index + 1) }
        return count
    }

    package func name(at index: Int) -> String {
        String(decoding: bytes[places[index].name.range(from: base)].map(\.lowercased), as: UTF8.self)
    }

    package func value(at index: Int) -> String { String(decoding: value(places[index]), as: UTF8.self) }

    /// The values of all fields of that name, as they stand on the wire.
    func allBytes(of name: FieldName) -> [ArraySlice<UInt8>] {
        guard mayHold(name.count) else { return [] }
        var values: [ArraySlice<UInt8>] = []
        var next = 0
        while let index = index(of: name, from: next) {
            values.append(value(places[index]))
            next = index + 1
        }
        return values
    }

    /// Where the first value of that name lies, and whether it is the only one.
    func place(of name: FieldName) -> (Stretch?, isAlone: Bool) {
        guard mayHold(name.count), let index = index(of: name, from: 0) else { return (nil, true) }
        let mayRepeat = repeatedLengths >> UInt32(min(name.count, 31)) & 1 == 1
        return (places[index].value, !mayRepeat || self.index(of: name, from: index + 1) == nil)
    }

    /// What lies in the head at that stretch.
    func bytes(at stretch: Stretch) -> ArraySlice<UInt8> { bytes[stretch.range(from: base)] }

    /// Lends what lies in the head at that stretch.
    @inline(__always)
    func withBytes<R, E: Error>(at stretch: Stretch, _ body: (Span<UInt8>) throws(E) -> R) throws(E) -> R {
        try body(bytes.span.extracting(stretch.range(from: base)))
    }

    /// The same section with bytes of its own, and none beside them.
    func detached() -> FieldSection {
        var copy = self
        copy.bytes = Array(bytes[base..<end])
        (copy.base, copy.end) = (0, end - base)
        return copy
    }

    private func value(_ place: Place) -> ArraySlice<UInt8> { bytes[place.value.range(from: base)] }

    @inline(__always)
    private func mayHold(_ length: Int) -> Bool { nameLengths &>> UInt32(truncatingIfNeeded: min(length, 31)) & 1 == 1 }

    @inline(__always)
    private func index(of name: FieldName, from start: Int) -> Int? {
        unsafe bytes.withUnsafeBytes { bytes in
            unsafe places.withUnsafeBufferPointer { places in
                guard let head = unsafe bytes.baseAddress.map({ unsafe $0 + base }) else { return nil }
                for index in start..<count {
                    let place = unsafe places[index].name
                    guard place.count == name.count else { continue }
                    if unsafe name.isSpelled(at: head + Int(place.start)) { return index }
                }
                return nil
            }
        }
    }
}

// How the parsers fill a section.
extension FieldSection {
    /// Notes a field whose bytes are not at rest yet (HTTP/1.1), counted from the first byte of the head.
    mutating func notePlace(name: Range<Int>, value: Range<Int>) {
        notePlace(name: Stretch(name), value: Stretch(value))
    }

    @inline(__always)
    mutating func notePlace(name: Stretch, value: Stretch) {
        let place = Place(name: name, value: value)
        if count < places.count { places[count] = place } else { places.append(place) }
        count &+= 1
        let length: UInt32 = 1 &<< UInt32(truncatingIfNeeded: min(name.count, 31))
        repeatedLengths |= nameLengths & length
        nameLengths |= length
    }

    /// - Parameter base: Where the head begins, in the bytes that `field` was read from.
    mutating func notePlace(_ field: FieldLine, from base: Int) {
        notePlace(
            name: field.name.lowerBound - base..<field.name.upperBound - base,
            value: field.value.lowerBound - base..<field.value.upperBound - base)
    }

    /// Puts the bytes under the places noted so far.
    mutating func settle(on bytes: [UInt8], _ head: Range<Int>) {
        self.bytes = bytes
        (base, end) = (head.lowerBound, head.upperBound)
    }

    /// Puts a copy of the first bytes under the places noted so far, where those of the fields before these lay.
    mutating func settle(onCopyOf head: [UInt8], count: Int) {
        bytes.removeAll(keepingCapacity: true)
        bytes.append(contentsOf: head[..<count])
        (base, end) = (0, count)
    }

    /// Forgets all fields, and keeps the room for others and their bytes.
    mutating func forget() { (count, nameLengths, repeatedLengths) = (0, 0, 0) }

    /// Forgets all fields and their bytes.
    mutating func clear() {
        bytes = []
        (base, end, count, nameLengths, repeatedLengths) = (0, 0, 0, 0, 0)
    }

    /// Adds one field and its bytes (HTTP/2, where names are lower case already: RFC 9113 §8.2).
    mutating func append(name: Span<UInt8>, value: Span<UInt8>) {
        let name = append(name)
        notePlace(name: name, value: append(value))
    }

    /// Adds bytes that belong to the head and are no field.
    mutating func append(_ more: Span<UInt8>) -> Range<Int> {
        unsafe more.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
        end = bytes.count
        return end - more.count..<end
    }
}
