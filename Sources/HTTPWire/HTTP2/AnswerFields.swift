internal import CNGHTTP2

/// Puts the fields of an answer into the form nghttp2 reads: pointers into the blocks they lie in, which it copies.
///
/// One for a loop, and used for one answer after the other: most say what the one before them said, so where the fields
/// of their blocks lie is remembered.
@safe struct AnswerFields {
    private var own = ListedBlock()
    private var shared = ListedBlock()

    /// Has nghttp2 read the fields.
    ///
    /// - Parameter length: Of the body, to be told; nil when it is not known or there is none.
    mutating func with(_ head: ResponseHead, length: Int?, _ body: (UnsafePointer<nghttp2_nv>?, Int) -> Void) {
        own.become(head.block)
        shared.become(head.shared)
        let digits = StatusAndLength(head.status, length ?? 0)
        // The status and the length come on top.
        let room = own.places.count + shared.places.count + 2
        unsafe withUnsafeTemporaryAllocation(of: nghttp2_nv.self, capacity: room) { room in
            var list = unsafe FieldList(room)
            unsafe digits.bytes.span.withUnsafeBufferPointer { bytes in
                unsafe list.append(":status", bytes.extracting(StatusAndLength.status))
                unsafe own.withBytes { unsafe list.append($0, $1) }
                unsafe shared.withBytes { unsafe list.append($0, $1) }
                if length != nil { unsafe list.append("content-length", bytes.extracting(digits.length)) }
                unsafe body(room.baseAddress, list.count)
            }
        }
    }
}

/// A block, and where its fields lie.
private struct ListedBlock {
    private var block = FieldBlock()
    private(set) var places: [FieldPlaces.Element] = []

    mutating func become(_ next: FieldBlock) {
        // Whoever would change the bytes we hold too would get a copy, so what lies at the same place is the same.
        guard !block.isStoredWith(next) else { return }
        block = next
        places.removeAll(keepingCapacity: true)
        places.append(contentsOf: next.places)
    }

    func withBytes(_ body: (UnsafeBufferPointer<UInt8>, [FieldPlaces.Element]) -> Void) {
        unsafe block.bytes.withUnsafeBufferPointer { unsafe body($0, places) }
    }
}

extension FieldBlock {
    fileprivate func isStoredWith(_ other: FieldBlock) -> Bool {
        unsafe bytes.withUnsafeBufferPointer { mine in
            unsafe other.bytes.withUnsafeBufferPointer { theirs in
                unsafe mine.baseAddress == theirs.baseAddress && mine.count == theirs.count
            }
        }
    }
}

/// A list being written for nghttp2.
@safe private struct FieldList {
    /// What nghttp2 need not copy, for it lives as long as the program.
    private static let isConstant = UInt8(NGHTTP2_NV_FLAG_NO_COPY_NAME.rawValue)

    private let room: UnsafeMutableBufferPointer<nghttp2_nv>
    private(set) var count = 0

    init(_ room: UnsafeMutableBufferPointer<nghttp2_nv>) { unsafe self.room = room }

    mutating func append(_ name: StaticString, _ value: UnsafeBufferPointer<UInt8>) {
        unsafe append(
            nghttp2_nv(
                name: UnsafeMutablePointer(mutating: name.utf8Start),
                value: UnsafeMutablePointer(mutating: value.baseAddress), namelen: name.utf8CodeUnitCount,
                valuelen: value.count, flags: Self.isConstant))
    }

    mutating func append(_ bytes: UnsafeBufferPointer<UInt8>, _ places: [FieldPlaces.Element]) {
        guard let first = bytes.baseAddress else { return }
        for (name, value) in places {
            unsafe append(
                nghttp2_nv(
                    name: UnsafeMutablePointer(mutating: first + name.lowerBound),
                    value: UnsafeMutablePointer(mutating: first + value.lowerBound), namelen: name.count,
                    valuelen: value.count, flags: UInt8(NGHTTP2_NV_FLAG_NONE.rawValue)))
        }
    }

    private mutating func append(_ field: nghttp2_nv) {
        unsafe room.initializeElement(at: count, to: field)
        count += 1
    }
}

/// A status, and a length, in decimal.
private struct StatusAndLength {
    /// Where the status stands: it has three digits.
    static let status = 0..<3

    let bytes: InlineArray<22, UInt8>
    let length: Range<Int>

    /// - Parameter length: Not negative, so it has nineteen digits at most.
    init(_ status: Int, _ length: Int) {
        var end = 0
        bytes = InlineArray(initializingWith: { output in
            output.append(decimal: status)
            output.append(decimal: length)
            end = output.count
            while !output.isFull { output.append(0) }
        })
        self.length = Self.status.upperBound..<end
    }
}
