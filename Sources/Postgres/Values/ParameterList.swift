internal import CPostgreSQL

/// The parameters of one statement, encoded once, in the shape that libpq sends.
struct ParameterList: Equatable, Sendable {
    /// Ends in one byte of no value, so that an empty value at the end has an address too: a null pointer means NULL.
    private var bytes: [UInt8] = []
    /// Where each value lies in `bytes`; nil is NULL.
    private var places: [Range<Int>?] = []

    init(_ values: [SQLValue]) {
        for value in values {
            let start = bytes.count
            value.encode(into: &bytes)
            places.append(value.type == nil ? nil : start..<bytes.count)
        }
        bytes.append(0)
    }

    var byteCount: Int { bytes.count - 1 }
    var count: Int { places.count }

    /// Lends the arrays of `PQsendQueryPrepared`: pointers, lengths, and "binary" for each.
    func withPointers<R>(
        _ body: (UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<CInt>?, UnsafePointer<CInt>?) -> R
    ) -> R {
        let lengths = places.map { CInt(clamping: $0?.count ?? 0) }
        let formats = [CInt](repeating: 1, count: places.count)
        return unsafe bytes.withUnsafeBytes { raw in
            let start = unsafe raw.baseAddress?.assumingMemoryBound(to: CChar.self)
            let pointers = unsafe places.map { place in
                unsafe place.flatMap { unsafe start?.advanced(by: $0.lowerBound) }
            }
            return unsafe pointers.withUnsafeBufferPointer { pointers in
                unsafe lengths.withUnsafeBufferPointer { lengths in
                    unsafe formats.withUnsafeBufferPointer { formats in
                        unsafe body(pointers.baseAddress, lengths.baseAddress, formats.baseAddress)
                    }
                }
            }
        }
    }
}

extension ParameterList: CustomStringConvertible, CustomReflectable {
    var description: String { "‹\(count) parameters›" }
    var customMirror: Mirror { Mirror(self, children: [:]) }
}
