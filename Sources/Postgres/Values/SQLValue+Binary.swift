internal import Bytes

extension SQLValue {
    /// Adds the value in binary format (`…send` functions of each type); nothing for NULL, which has no bytes.
    func encode(into bytes: inout [UInt8]) {
        switch self {
        case .null: break
        case .bool(let value): bytes.append(value ? 1 : 0)
        case .int32(let value): bytes.append(bigEndian: value)
        case .int64(let value): bytes.append(bigEndian: value)
        case .text(let value): bytes.append(contentsOf: value.utf8)
        case .bytes(let value): bytes.append(contentsOf: value)
        case .uuid(let value): bytes.append(bigEndian: value)
        case .timestamp(let value): bytes.append(bigEndian: PostgresMoment(sinceEpoch: value).microseconds)
        case .int32s(let values): encode(values, of: .int32, into: &bytes) { $1.append(bigEndian: $0) }
        case .int64s(let values): encode(values, of: .int64, into: &bytes) { $1.append(bigEndian: $0) }
        case .texts(let values): encode(values, of: .text, into: &bytes) { $1.append(contentsOf: $0.utf8) }
        case .byteStrings(let values): encode(values, of: .bytes, into: &bytes) { $1.append(contentsOf: $0) }
        case .uuids(let values): encode(values, of: .uuid, into: &bytes) { $1.append(bigEndian: $0) }
        }
    }

    /// A UUID and its length: the arrays that are long are lists of key IDs.
    private static let elementBytesTypical = 20

    /// One dimension, counted from 1, as `array_send` writes it; an empty array has no dimension.
    private func encode<Element>(
        _ values: [Element?], of type: SQLType, into bytes: inout [UInt8], element: (Element, inout [UInt8]) -> Void
    ) {
        bytes.append(bigEndian: Int32(values.isEmpty ? 0 : 1))
        bytes.append(bigEndian: Int32(values.contains { $0 == nil } ? 1 : 0))
        bytes.append(bigEndian: type.rawValue)
        guard !values.isEmpty else { return }
        bytes.reserveCapacity(bytes.count + 8 + values.count * Self.elementBytesTypical)
        bytes.append(bigEndian: Int32(clamping: values.count))
        bytes.append(bigEndian: Int32(1))
        for value in values {
            guard let value else {
                bytes.append(bigEndian: Int32(-1))
                continue
            }
            let start = bytes.count
            bytes.append(bigEndian: Int32(0))  // The length, once it is known.
            element(value, &bytes)
            let length = UInt32(clamping: bytes.count - start - 4)
            for place in 0..<4 { bytes[start + place] = UInt8(truncatingIfNeeded: length >> (24 - 8 * place)) }
        }
    }
}

/// A `timestamptz` on the wire: whole microseconds since 2000-01-01 00:00 UTC.
struct PostgresMoment: Equatable {
    /// From 1970-01-01 to 2000-01-01, both at midnight UTC.
    private static let secondsFrom1970: Int64 = 946_684_800

    let microseconds: Int64

    init(microseconds: Int64) { self.microseconds = microseconds }

    /// A moment too far away for 64 bits becomes the last one that fits, which PostgreSQL reads as "infinity".
    init(sinceEpoch: Duration) {
        let (seconds, attoseconds) = sinceEpoch.components
        let (shifted, shiftOverflow) = seconds.subtractingReportingOverflow(Self.secondsFrom1970)
        let (scaled, scaleOverflow) = shifted.multipliedReportingOverflow(by: 1_000_000)
        let (sum, sumOverflow) = scaled.addingReportingOverflow(attoseconds / 1_000_000_000_000)
        let overflows = shiftOverflow || scaleOverflow || sumOverflow
        microseconds = overflows ? (seconds < 0 ? .min : .max) : sum
    }

    var sinceEpoch: Duration { .microseconds(microseconds) + .seconds(Self.secondsFrom1970) }
}
